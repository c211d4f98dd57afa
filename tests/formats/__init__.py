"""Tests of core.formats."""
