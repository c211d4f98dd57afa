"""Vehicles: what they are called, who has them, which clocks run for them."""
