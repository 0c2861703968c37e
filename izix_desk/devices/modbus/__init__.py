"""Modbus RTU: frames, a strict master, and the thread of one line."""
