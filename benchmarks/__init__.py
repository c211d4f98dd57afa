"""Reproducible benchmarks; README.md in this folder holds their results."""
