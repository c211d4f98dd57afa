"""A process that imports a file and kills itself (-9): `python -m ... URL FILE ERRORS MODE WHERE N`.

It dies when it comes to WHERE for the Nth time: while rows are judged, inside the transaction that writes
them, right after its commit, or when progress is reported. Rehearsals do not count.
"""

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.app import build
from core.config import Settings
from core.contracts.changes import Change
from core.contracts.work import Work
from core.plugin_api import hookimpl
from core.services.importing import ImportOptions, ImportReport, Progress, import_file
from core.services.importing.passage import DRY_RUN
from core.services.work import Work as CoreWork


class Death:
    """Comes at the Nth time."""

    def __init__(self, where: str, times: int) -> None:
        self.where = where
        self.left = times

    def at(self, where: str) -> None:
        self.left -= where == self.where
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    @hookimpl(resource="customers")
    def record_validating(self, work: Work, resource: str, changes: Sequence[Change]) -> None:
        self.at("judging")

    @hookimpl(resource="customers")
    def record_created(self, work: CoreWork, resource: str, changes: Sequence[Change]) -> None:
        if work.cause != DRY_RUN:
            self.at("writing")

    @hookimpl()
    def committed(self, events: Sequence[Mapping[str, Any]]) -> None:
        self.at("committed")


def options(errors: Path, *, all_or_nothing: bool = False) -> ImportOptions:
    """The same for the process that dies and for the one that goes on."""
    return ImportOptions(errors_path=errors, chunk_size=10, all_or_nothing=all_or_nothing)


def main(url: str, path: str, errors: str, all_or_nothing: str, where: str, times: str) -> ImportReport:
    death = Death(where, int(times))
    app = build(Settings(home=Path(path).parent, database_url=url), {"death": death})
    wanted = options(Path(errors), all_or_nothing=all_or_nothing == "all")

    def observe(progress: Progress) -> None:
        if progress.phase == "writing":
            death.at("reported")

    return import_file(app, app.system("test"), "customers", Path(path), wanted, observe)


if __name__ == "__main__":
    main(*sys.argv[1:])
