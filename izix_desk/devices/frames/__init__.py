"""Frame protocols that a table declares: the devices of a line, and its thread."""
