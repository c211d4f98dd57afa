"""Tests of core as the first plugin: its rules and actions, through the records service."""
