"""Leads that arrive as documents: taken out of mails, read, put to sales, or kept for a person."""
