"""What the pack does for dealers."""
