"""The industry pack for car dealers."""
