"""Calendars: the records of a kind by day, week and month, and as a feed for other programs."""
