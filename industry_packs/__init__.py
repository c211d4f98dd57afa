"""Bundled industry packs, one folder each, in the shape of a plugin."""
