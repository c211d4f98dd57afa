"""Extensions through `records`, the one place that all doors use."""
