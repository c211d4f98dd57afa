"""The door for people: pages rendered on the server, which htmx makes quicker where there is JavaScript."""
