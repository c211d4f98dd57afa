"""What assets do."""
