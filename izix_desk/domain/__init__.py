"""What is true at a gate; standard library and pure helpers only."""
