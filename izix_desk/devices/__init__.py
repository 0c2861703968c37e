"""Serial lines, drivers and the simulator; one thread per line."""
