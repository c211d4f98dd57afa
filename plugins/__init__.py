"""Bundled plugins, one folder each, all of one shape."""
