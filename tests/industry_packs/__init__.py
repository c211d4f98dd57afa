"""Tests of industry packs."""
