"""The window: one room a tab, each showing the core room of the same name."""
