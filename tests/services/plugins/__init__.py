"""The life of plugins: planned, enabled, disabled, removed, restored, and killed in the middle of it."""
