"""The life of the service: what `consilium serve` starts, watches and stops."""
