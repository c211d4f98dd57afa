"""The names of what is exchanged, and of the rights to do so."""

LINES = "auto_dealer.exchange_lines"
GIVE = "auto_dealer.exchange.give"
TAKE = "auto_dealer.exchange.take"
FORM = 1
"""The number of the form of lines; a file of a later one is refused."""
