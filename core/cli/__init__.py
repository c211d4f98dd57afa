"""The command line: decodes what was typed, calls one service, prints what it answers."""
