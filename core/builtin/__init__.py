"""Core as the first plugin: its record types, rules and actions, contributed through the same hooks."""
