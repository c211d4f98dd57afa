"""Tables in files: every format, encoding and hostile file that an import may meet."""
