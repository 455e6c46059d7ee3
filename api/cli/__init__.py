"""The command line `consilium`: one module for each group of verbs, listed in `api.cli.__main__`."""
