"""A PostgreSQL of a test's own, to be restarted."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import URL

from core.testing import postgresql


@dataclass(frozen=True)
class OwnServer:
    """A server of its own: `folder` holds its data, `url` reaches it."""

    folder: Path
    url: URL

    def restart(self, mode: Literal["fast", "immediate"]) -> None:
        """Break off all connections; immediate is as if it had been killed."""
        self._control("restart", "-m", mode)

    def stop(self) -> None:
        """End it."""
        self._control("stop", "-m", "fast")

    def start(self) -> None:
        """Start it again."""
        self._control("start", "-o", self._begun()[1])

    def _control(self, *words: str) -> None:
        program = self._begun()[0].with_name("pg_ctl")
        subprocess.run(
            [program, "-w", "-D", self.folder, "-l", self.folder / "log", *words],
            user=self.folder.stat().st_uid,
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def _begun(self) -> tuple[Path, str]:
        """The program that serves, and its options."""
        program, _, options = (self.folder / "postmaster.opts").read_text(encoding="utf-8").partition(" ")
        return Path(program), options.strip()


@contextmanager
def own_server(folder: Path) -> Iterator[OwnServer]:
    """A server whose data are in `folder`, gone when the `with` ends."""
    folder.mkdir()
    url = postgresql.start(folder)
    try:
        yield OwnServer(folder / "postgresql", url)
    finally:
        postgresql.stop(folder)
