"""Backups of a whole installation: writing, verifying, restoring."""
