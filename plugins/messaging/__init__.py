"""Messaging: what is told to customers and colleagues, with consent, once, and logged."""
