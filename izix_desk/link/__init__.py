"""The local link between a desk and its engine."""
