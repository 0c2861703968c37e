"""Rows for the views; every model batches and answers plainly."""
