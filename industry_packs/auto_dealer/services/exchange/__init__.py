"""Vehicles with all that is known of them, as lines of JSON: to makers and other systems, and from them."""
