"""What processes are for. Alone here, so that the supervisor need not load what reads and writes them."""

SERVER, WORKER = "server", "worker"
