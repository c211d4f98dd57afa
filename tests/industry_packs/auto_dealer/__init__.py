"""Tests of the pack for car dealers."""
