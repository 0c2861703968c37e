"""Everything that asks: shown with open(), complete by keyboard."""
