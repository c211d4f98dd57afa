"""The row of a run in the database: written with every chunk, so a killed run goes on where it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.data.models.import_run import ImportRun
from core.errors import Conflict
from core.labels import translations
from core.services.importing.options import ImportOptions
from core.services.importing.report import Counts
from core.services.undo import noting
from core.services.work import Work

_ = translations("core")

RUNNING, FINISHED, UNDONE = "running", "finished", "undone"
ELSEWHERE = _("This import is being carried out by somebody else.")
WAIT = _("Wait until it is finished, or end it there.")
NUMBERS = ("created", "updated", "unchanged", "failed")


@dataclass(eq=False)
class Run:
    """A run of an import, as of its last checkpoint; `counts.read` rows of the file are dealt with."""

    id: int
    counts: Counts = field(default_factory=Counts)
    errors_position: int = 0

    @property
    def cause(self) -> str:
        """What led to the changes in the journal."""
        return f"import:{self.id}"

    def checkpoint(self, work: Work, counts: Counts, errors_position: int) -> None:
        """Note how far the run is, in the transaction of the rows; Conflict if somebody else was here."""
        values = {name: getattr(counts, name) for name in NUMBERS}
        values |= {"position": counts.read, "related": dict(counts.related)}
        statement = (
            update(ImportRun)
            .where(ImportRun.id == self.id, ImportRun.status == RUNNING)
            .where(ImportRun.position == self.counts.read)
            .values(**values, errors_position=errors_position, updated_at=work.now)
            .execution_options(synchronize_session=False)
        )
        if not _changes_one(work.session, statement):
            raise TakenOver(ELSEWHERE, fix=WAIT)

    def reached(self, counts: Counts, errors_position: int) -> None:
        """The checkpoint is on disk, these rows further."""
        self.counts.add(counts)
        self.errors_position = errors_position

    def end(self, work: Work, status: str) -> None:
        """Note that nothing is left to do, in the journal too."""
        values = {"status": status, "finished_at": work.now, "updated_at": work.now}
        statement = update(ImportRun).where(ImportRun.id == self.id, ImportRun.status == RUNNING)
        if not _changes_one(work.session, statement.values(**values)):
            raise TakenOver(ELSEWHERE, fix=WAIT)
        if (id := noting.id_of(work, self.cause)) is not None:
            changed = self.counts.created + self.counts.updated + self.counts.related.total()
            noting.end(work, id, changed, self.counts.failed)
        counts = {name: getattr(self.counts, name) for name in ("read", *NUMBERS)}
        work.record("import", self.cause, {"status": status, **counts})


class TakenOver(Conflict):
    """Another process goes on with the same run."""


def unfinished(work: Work, fingerprint: str) -> Run | None:
    """The run of the same import that was interrupted, if there is one."""
    names = ("id", "position", *NUMBERS, "related", "errors_position")
    statement = (
        select(*(getattr(ImportRun, name) for name in names))
        .where(ImportRun.fingerprint == fingerprint, ImportRun.status == RUNNING)
        .order_by(ImportRun.id.desc())
        .limit(1)
    )
    found = work.session.execute(statement).mappings().first()
    if found is None:
        return None
    numbers = {name: found[name] for name in NUMBERS}
    counts = Counts(read=found["position"], related=Counter(found["related"]), **numbers)
    return Run(found["id"], counts, found["errors_position"])


def begin(work: Work, resource: str, name: str, fingerprint: str, options: ImportOptions) -> Run:
    """A new run; TakenOver when somebody has begun the same import in the same moment."""
    row = ImportRun(
        resource=resource,
        file_name=name[-255:],
        fingerprint=fingerprint,
        options=options.essence(),
        actor_id=work.actor.user_id,
        status=RUNNING,
        related={},
        started_at=work.now,
        updated_at=work.now,
    )
    work.session.add(row)
    try:
        work.session.flush()
    except IntegrityError as error:
        raise TakenOver(ELSEWHERE, fix=WAIT) from error
    run = Run(row.id)
    noting.begin(work, noting.IMPORT, resource, cause=run.cause, details={"file": row.file_name})
    return run


def _changes_one(session: Session, statement: Any) -> bool:
    return bool(session.execute(statement).rowcount == 1)  # type: ignore[attr-defined]
