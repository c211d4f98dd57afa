"""Whole fleets with plans and histories, from one file and back into one list."""
