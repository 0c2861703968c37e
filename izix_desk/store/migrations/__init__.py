"""The steps from one form of the store to the next; imported only when one is due."""
