"""All tables from one database into another, of the same kind or not."""
