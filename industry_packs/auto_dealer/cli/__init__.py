"""The commands of the pack for car dealers."""
