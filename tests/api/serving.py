"""A real server in a process of its own: `python -m tests.api.serving URL` prints its port and serves."""

import sys
from pathlib import Path

import uvicorn

from core.api.application import make_asgi
from core.api.logs import configure_logging
from core.app import build
from core.config import Settings


class Announcing(uvicorn.Server):
    """Says on which port it listens."""

    async def startup(self, sockets: object = None) -> None:
        """Start, then print the port."""
        await super().startup()
        port = self.servers[0].sockets[0].getsockname()[1]
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()


def main(database_url: str, home: str) -> None:
    """Serve until the process is ended."""
    configure_logging("info")
    settings = Settings(home=Path(home), database_url=database_url, max_body_bytes=100_000)
    config = uvicorn.Config(make_asgi(build(settings)), port=0, log_level="warning", timeout_keep_alive=1)
    Announcing(config).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
