"""Leads, and who answers them."""
