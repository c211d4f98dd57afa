"""Data quality: what is missing or contradictory, who is dead or promising, who is there twice."""
