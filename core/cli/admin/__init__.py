"""The commands beside those of records: each module has `command()`, which the table in commands.py names."""
