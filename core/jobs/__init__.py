"""Doing jobs: the worker and what each of its processes does."""
