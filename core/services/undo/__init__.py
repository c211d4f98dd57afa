"""Undo: what was done at once is registered, and taken back as one."""
