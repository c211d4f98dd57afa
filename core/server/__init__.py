"""`serve` as a supervisor with children, each a fresh process that serves on the same socket.

`python -m core.server` is the supervisor: it imports next to nothing, serves nothing and uses no database.
`python -m core.server.child` is a child: the application under uvicorn. Orders go to a child as its argument,
its messages come back through a pair of sockets, and what its threads do stands in memory that both share.
"""
