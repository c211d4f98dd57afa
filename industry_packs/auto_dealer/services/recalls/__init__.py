"""Campaigns of makers: which vehicles they are about, whether their owners know, what these said."""
