"""Leads that arrive as ADF 1.0 documents (rule A): hostile ones are told apart, sloppy ones are read."""
