"""What one import is about, before its first row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from core.contracts.kinds import ParseContext
from core.contracts.work import Actor
from core.errors import NotFound, invalid
from core.host.record_types import RecordType
from core.host.translations import locale_of
from core.labels import Translator, translations
from core.services.files.limits import FileLimits
from core.services.files.reading import open_table
from core.services.files.source import open_source
from core.services.files.table import Table
from core.services.importing.columns import plan
from core.services.importing.companies import with_numbers
from core.services.importing.offering import offer
from core.services.importing.options import ImportOptions
from core.services.importing.report import Observer
from core.services.importing.rows import RowReader
from core.services.work import App

_ = translations("core")

BLOCK = 1024 * 1024

NOT_OFFERED = _("{records} cannot be imported.")
SAME_FILE = _("The errors would be written over the file that is read.")
NO_FOLDER = _("There is no such folder for the errors.")
OTHER_NAME = _("Name another file for the errors.")


@dataclass(frozen=True, eq=False, kw_only=True)
class Task:
    """Who imports which file into what, and how."""

    app: App
    actor: Actor
    record_type: RecordType
    options: ImportOptions
    file: BinaryIO
    name: str
    fingerprint: str
    observer: Observer | None

    def open_table(self) -> Table:
        """The file from its beginning."""
        said = self.options
        table = open_table(
            self.file,
            format=said.format,
            encoding=said.encoding,
            delimiter=said.delimiter,
            sheet=said.sheet,
            cards=self.record_type.name,
            limits=_limits(self.app),
        )
        return with_numbers(self.app, self.actor, table)

    def reader(self, table: Table) -> RowReader:
        """What reads the rows of this table; Invalid when its headings do not do."""
        with self.app.reading(self.actor) as work:
            offered = offer(work, self.record_type, self.options.key, self.app.catalogues)
        context = ParseContext(ZoneInfo(self.actor.time_zone))
        return RowReader(plan(offered, table.headings, self.options, context))

    @property
    def translate(self) -> Translator:
        """What turns messages into the actor's language."""
        return self.app.catalogues.translator(locale_of(self.actor.locale))


@contextmanager
def prepare(
    app: App,
    actor: Actor,
    record_type: RecordType,
    source: Path | BinaryIO,
    options: ImportOptions,
    observer: Observer | None,
) -> Iterator[Task]:
    """Check the rights and open the file; a stream that was given stays open."""
    _require(app, actor, record_type, options)
    _check_errors_path(source, options)
    with ExitStack() as resources:
        opened = open_source(source, _limits(app).file_bytes, resources)
        digest = _digest(opened.file)
        yield Task(
            app=app,
            actor=actor,
            record_type=record_type,
            options=options,
            file=opened.file,
            name=_name(opened.file),
            fingerprint=options.fingerprint(digest, record_type.name, actor.user_id),
            observer=observer,
        )


def _limits(app: App) -> FileLimits:
    return FileLimits(file_bytes=app.settings.max_file_bytes)


def _require(app: App, actor: Actor, record_type: RecordType, options: ImportOptions) -> None:
    resource = record_type.resource
    if "import" not in resource.verbs:
        raise NotFound(NOT_OFFERED.fill(records=resource.title))
    for action in ("import", "create", *(("edit",) if options.key else ())):
        app.access.require(actor, resource.permission(action))


def _check_errors_path(source: Path | BinaryIO, options: ImportOptions) -> None:
    path = options.errors_path
    if path and not path.parent.is_dir():
        raise invalid("errors_path", "no_such_folder", NO_FOLDER, str(path), fix=OTHER_NAME)
    if path and isinstance(source, Path) and path.exists() and source.exists() and path.samefile(source):
        raise invalid("errors_path", "same_file", SAME_FILE, str(path), fix=OTHER_NAME)


def _digest(file: BinaryIO) -> bytes:
    """SHA-256 of the file from its beginning."""
    found = hashlib.sha256()
    while block := file.read(BLOCK):
        found.update(block)
    return found.digest()


def _name(file: BinaryIO) -> str:
    """The file's name, as far as it has one."""
    name = getattr(file, "name", "")
    return Path(name).name if isinstance(name, str) else ""
