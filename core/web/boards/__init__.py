"""Boards: the records of a kind in columns, one for each value of a choice."""
