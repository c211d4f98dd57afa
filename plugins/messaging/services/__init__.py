"""The services of messaging."""
