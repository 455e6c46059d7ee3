"""Measurements: `make bench B=name`. Each prints its hardware and data, and ends with one line of JSON."""
