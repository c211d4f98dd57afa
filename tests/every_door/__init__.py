"""A record type declared once is used through every door."""
