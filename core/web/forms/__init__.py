"""Forms: for new and changed records, for what actions ask for, and for the company's settings."""
