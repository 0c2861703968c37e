"""Use cases, one file each; the same ones for desk, engine and command line."""
