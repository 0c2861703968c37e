"""Everything Qt: main window, panes, dialogs, models."""
