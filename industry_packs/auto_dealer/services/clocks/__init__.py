"""Warranties: clocks with two legs, months and distance, of which the first that is reached ends them."""
