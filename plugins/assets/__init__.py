"""What customers own or use: assets, who holds them since when, meters and their readings."""
