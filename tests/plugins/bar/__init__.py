"""A pack that requires the club."""
