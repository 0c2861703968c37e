"""Izix Desk: a control room for parking that opens gates over RS-485."""

__version__ = "0.1.0"
