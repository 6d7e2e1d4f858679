"""Models that leave: one module a format, each export with its example, README and check."""
