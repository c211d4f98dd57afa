"""Bring an installation back into an empty place: all of it or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from core.config import FILE_NAME, SECRET_KEY_NAME, Settings
from core.data.copying import require_empty
from core.data.engine import Database
from core.data.history import CORE, load_history
from core.data.options import DatabaseOptions
from core.data.whole_sqlite import problems
from core.errors import Conflict
from core.host.discovery import Places
from core.labels import translations
from core.services.archives.packed import refused
from core.services.archives.passing import ProgressReport
from core.services.archives.whole_file import DRAFT, sync
from core.services.backup import noting
from core.services.backup.manifest import DATABASE, TABLE, Manifest, file_name
from core.services.backup.unpacking import Backup
from core.services.backup.verifying import CORRUPT, other_rows, rows_of_file, unpack
from core.services.moving.building import build, plan_building, tables_of
from core.services.moving.copying import Copier, TableRows, rows_of
from core.services.moving.moving import new_database, require_empty_database

_ = translations("core")

NOT_EMPTY = _("The folder {path} is not empty; nothing was changed.")
HOLDS = _("It holds {names}.")
EMPTY_FOLDER = _("Name an empty folder with --home; only {kept} may be in it.")
NEWER = _("Its tables are newer than this version: they are at {revision}.")
UPGRADE = _("Upgrade Guanxi first.")

MAY_BE_THERE = (FILE_NAME, SECRET_KEY_NAME, "log")
"""What an administrator puts there first, and what our own command line writes."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; `waiting` are the owners whose tables need an upgrade, `kept` what was there."""

    manifest: Manifest
    rows: Mapping[str, int]
    waiting: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass
class Restoring:
    """A backup on its way into the place that `settings` name; `root` is the program's own folder."""

    backup: Backup
    settings: Settings
    root: Path
    now: datetime
    told: ProgressReport
    _done: int = field(default=0)

    def check(self) -> None:
        """Raise Conflict unless the place is empty, ArchiveError for tables newer than this version's."""
        home, target = self.settings.home, self._target()
        found = sorted(each.name for each in home.iterdir()) if home.exists() else []
        if odd := [name for name in found if name not in MAY_BE_THERE]:
            fix = EMPTY_FOLDER.fill(kept=", ".join(MAY_BE_THERE))
            why = HOLDS.fill(names=", ".join(odd[:5]))
            raise Conflict(NOT_EMPTY.fill(path=home), why=why, fix=fix)
        require_empty_database(target)
        revision = self.backup.manifest.revisions[CORE.name]
        if revision not in load_history(CORE).revisions:
            raise refused(self.backup.path, NEWER.fill(revision=revision), UPGRADE)

    def run(self) -> Restored:
        """Unpack everything beside its place, put the database in, then the files where they belong.

        Raises what `check` raises, ArchiveError for a member that is not as the manifest says, and Conflict
        for rows that the database does not take: everything is as it was then.
        """
        self.check()
        home, manifest = self.settings.home, self.backup.manifest
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(dir=home, prefix=".restoring-") as name:
            draft = Path(name)
            kept = self._unpack(draft)
            with _placed(draft, home) as place:
                rows = self._database(draft, place)
        return Restored(manifest, rows, self._waiting(), tuple(kept))

    def _target(self) -> Database:
        options = DatabaseOptions(threads=1, lock_timeout=self.settings.lock_timeout)
        return Database(self.settings.database_url, options)

    def _unpack(self, draft: Path) -> list[str]:
        """All but the rows; answers what is not wanted, since the place has its own."""
        manifest = self.backup.manifest
        kept = [name for name in manifest.others if (self.settings.home / name).exists()]
        for name in manifest.others:
            if name not in kept:
                unpack(self.backup, name, draft / name)
                self._tell(manifest.others[name].bytes)
        for stored in self.backup.contents():
            if stored.member:
                name = file_name(stored.sha256)
                unpack(self.backup, name, draft / name, stored.member)
                self._tell(stored.member.bytes)
        return kept

    def _database(self, draft: Path, place: Callable[[], None]) -> Mapping[str, int]:
        """The rows; `place` is called when they are in and only the end of the transaction is missing."""
        manifest, target = self.backup.manifest, self._target()
        file = draft / DATABASE
        if file.exists():
            self._require_whole(file)
        if manifest.database == "sqlite" and target.path:
            place_rows = self._place_file(file, target.path, place)
            target.dispose()
            return place_rows
        places = Places(self.root, draft / "plugins")
        owners = plan_building(places, manifest.revisions)
        with new_database(target) as made, made.migrating() as into, self._source(file) as tables:
            require_empty(into)
            build(into, owners)
            shapes = {shape.name: shape for shape in tables_of(into, [each.owner.name for each in owners])}
            rows = Copier(into, manifest.database, shapes, self._count).copy(tables)
            self._require_rows(rows)
            noting.write(into, noting.RESTORED, self.now)
            place()
        return rows

    def _place_file(self, file: Path, target: Path, place: Callable[[], None]) -> Mapping[str, int]:
        rows = rows_of_file(file, self.backup.manifest)
        self._require_rows(rows)
        database = Database(f"sqlite:///{file}")
        noting.note(database, noting.RESTORED, self.now)
        database.dispose()
        beside = target.with_name(target.name + DRAFT)
        shutil.move(file, beside)  # it may be another disk
        sync(beside)
        try:
            place()
            beside.rename(target)
        finally:
            beside.unlink(missing_ok=True)
        sync(target.parent)
        return rows

    @contextmanager
    def _source(self, file: Path) -> Iterator[Iterator[TableRows]]:
        """The rows of the backup, whatever they are kept in."""
        if not file.exists():
            yield self._packed_rows()
            return
        database = Database(f"sqlite:///{file}")
        try:
            with database.reading() as connection:
                yield rows_of(connection, tables_of(connection, self.backup.manifest.revisions))
        finally:
            database.dispose()

    def _packed_rows(self) -> Iterator[TableRows]:
        packed = self.backup.packed
        for name, part in self.backup.manifest.tables.items():
            read = partial(packed.rows, TABLE.format(name=name), part)
            yield TableRows(name, part.columns, read, part.last)

    def _require_whole(self, file: Path) -> None:
        if wrong := problems(file):
            raise refused(self.backup.path, CORRUPT.fill(reason="; ".join(wrong)))

    def _require_rows(self, rows: Mapping[str, int]) -> None:
        if wrong := next(other_rows(self.backup.manifest, rows), None):
            raise refused(self.backup.path, wrong)

    def _waiting(self) -> tuple[str, ...]:
        """The owners whose tables are older than the code that is here."""
        revisions = self.backup.manifest.revisions
        newest = load_history(CORE).head
        return (CORE.name,) if revisions[CORE.name] != newest else ()

    def _count(self, rows: int) -> None:
        total = sum(self.backup.manifest.rows.values())
        self.told(rows, min(1.0, rows / max(total, 1)))

    def _tell(self, size: int) -> None:
        self._done += size
        total = sum(member.bytes for member in self.backup.manifest.others.values())
        self.told(self._done, min(1.0, self._done / max(total, 1)))


@contextmanager
def _placed(draft: Path, home: Path) -> Iterator[Callable[[], None]]:
    """Move what lies in the draft into the home when it is called; take it back if anything fails then."""
    placed: list[Path] = []

    def place() -> None:
        found = [each for each in sorted(draft.iterdir()) if not each.name.startswith(DATABASE)]
        placed.extend(each.rename(home / each.name) for each in found)
        sync(home)

    try:
        yield place
    except BaseException:
        for each in placed:
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        raise
