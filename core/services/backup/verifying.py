"""Look at everything in a backup, as a restore would find it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from core.data.engine import Database
from core.data.exact_rows import count_rows
from core.data.whole_sqlite import problems
from core.errors import ArchiveError
from core.labels import Label, translations
from core.services.archives.parts import Member
from core.services.archives.passing import ProgressReport
from core.services.backup.manifest import DATABASE, Manifest, file_name
from core.services.backup.unpacking import Backup
from core.services.moving.building import tables_of

_ = translations("core")

CORRUPT = _("The database in it is damaged: {reason}")
OTHER_ROWS = _("The table {table} has {found} rows, not {wanted}.")
LOST = _("The contents of {count} attachments were lost or damaged before the backup.")


@dataclass
class Verified:
    """What was found: nothing in `problems` is as it must be."""

    manifest: Manifest | None = None
    problems: list[str] = field(default_factory=list)


def verify(path: Path, told: ProgressReport) -> Verified:
    """Read the whole backup; raises OSError for a file that cannot be read."""
    found = Verified()
    try:
        with Backup.open(path) as backup:
            found.manifest = backup.manifest
            found.problems += _Look(backup, told).problems()
    except ArchiveError as error:
        found.problems.append(error.why)
    return found


@dataclass
class _Look:
    backup: Backup
    told: ProgressReport
    done: int = 0

    def problems(self) -> Iterator[str]:
        """Everything that is wrong; raises ArchiveError for a member that was changed."""
        manifest = self.backup.manifest
        for name, part in manifest.parts():
            for _row in self.backup.packed.rows(name, part):
                pass
            self._tell(part.bytes)
        for stored in self.backup.contents():
            if stored.member:
                self._read(file_name(stored.sha256), stored.member)
        for name, member in manifest.others.items():
            if name != DATABASE:
                self._read(name, member)
        yield from self._database()
        if manifest.lost:
            yield LOST.fill(count=manifest.lost)

    def _read(self, name: str, member: Member) -> None:
        for _block in self.backup.packed.content(name, member):
            self._tell(len(_block))

    def _tell(self, size: int) -> None:
        self.done += size
        self.told(self.done, min(1.0, self.done / (self._total or 1)))

    @cached_property
    def _total(self) -> int:
        manifest = self.backup.manifest
        return sum(part.bytes for _name, part in manifest.parts()) + sum(
            member.bytes for member in manifest.others.values()
        )

    def _database(self) -> Iterator[str]:
        """A database of SQLite is taken out and looked at, a table of rows is counted."""
        manifest = self.backup.manifest
        counted = {name: part.rows for name, part in manifest.tables.items()}
        if manifest.database == "sqlite":
            with unpacked_database(self.backup, None) as path:
                self._tell(path.stat().st_size)
                if wrong := problems(path):
                    yield CORRUPT.fill(reason="; ".join(wrong))
                    return
                counted = rows_of_file(path, manifest)
        yield from other_rows(manifest, counted)


def other_rows(manifest: Manifest, counted: Mapping[str, int]) -> Iterator[Label]:
    """The tables that have not as many rows as the manifest says."""
    for table, wanted in manifest.rows.items():
        if counted.get(table) != wanted:
            yield OTHER_ROWS.fill(table=table, found=counted.get(table, 0), wanted=wanted)


@contextmanager
def unpacked_database(backup: Backup, folder: Path | None) -> Iterator[Path]:
    """The database file of a backup in a folder of its own, for as long as it is needed."""
    with TemporaryDirectory(dir=folder, prefix=".guanxi-") as temporary:
        path = Path(temporary) / DATABASE
        unpack(backup, DATABASE, path)
        yield path


def unpack(backup: Backup, name: str, path: Path, member: Member | None = None) -> None:
    """Write a member into a new file that only this user may read; raises ArchiveError if it was changed."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("xb") as file:
        path.chmod(0o600)
        for block in backup.packed.content(name, member or backup.manifest.others[name]):
            file.write(block)


def rows_of_file(path: Path, manifest: Manifest) -> dict[str, int]:
    """The rows of every table in a file of SQLite."""
    database = Database(f"sqlite:///{path}")
    try:
        with database.reading() as connection:
            return count_rows(connection, [each.name for each in tables_of(connection, manifest.revisions)])
    finally:
        database.dispose()
