"""The headless process that owns every wire."""
