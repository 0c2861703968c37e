"""OSDP (IEC 60839-11-5): a control panel that speaks through a secure channel only."""
