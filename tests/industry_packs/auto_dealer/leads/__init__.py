"""Tests of leads that arrive as documents."""
