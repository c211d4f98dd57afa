"""What the two doors over HTTP, web and API, have in common: bodies, parameters, files and failures."""
