"""Tables in files: reading and writing CSV and XLSX, and which column fills which field. No database here.

Whatever a stranger's file holds, reading it keeps to a known memory, replaces nothing in silence and says in
words what it could not read.
"""
