"""What data quality does."""
