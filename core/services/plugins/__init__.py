"""The life of plugins: planned, enabled, disabled, removed into an archive, restored from it."""
