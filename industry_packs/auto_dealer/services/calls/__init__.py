"""Calls after deliveries and repairs: made by themselves, tried again, handed up, counted."""
