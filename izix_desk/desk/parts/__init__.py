"""Small widgets that several panes and dialogs share."""
