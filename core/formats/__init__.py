"""How people write numbers, moments, places and names, and the one form in which Guanxi keeps them.

Pure functions only: no input or output, no database. What cannot be read raises `ValueError` with a short
English reason; the caller names the field and translates. Large libraries load on first use, because
`guanxi --help` must not pay for them.
"""
