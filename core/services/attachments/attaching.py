"""Attaching files to records, and reading them again within the rights of the record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from core.contracts.work import Actor
from core.data.models.attachment import StoredFile
from core.data.upserts import insert_or_change
from core.errors import NotFound
from core.formats.file_names import clean_file_name
from core.host.record_types import RecordType
from core.services import records
from core.services.attachments.locking import lock_files
from core.services.attachments.store import LOST, LOST_FIX, FileStore, Kept
from core.services.records.drafts import refuse
from core.services.records.references import anchor_of

if TYPE_CHECKING:
    from core.services.work import App, Work

ATTACHMENTS = "attachments"
CREATE = "core.attachments.create"
MOST_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class About:
    """Which record a file is attached to, under which name."""

    resource: str
    record_id: int
    name: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """The content of an attachment: where it is, what it is, and the name under which it is saved."""

    path: Path
    name: str
    media_type: str
    size: int
    sha256: str


def store_of(app: App) -> FileStore:
    """The file store of an installation."""
    return FileStore(app.settings.home)


def rehearse(app: App, actor: Actor, about: About, source: BinaryIO) -> None:
    """Raise what `attach` would raise, and attach nothing."""
    _require_place(app, actor, about)
    store_of(app).examine(source, app.settings.max_attachment_bytes)


def _require_place(app: App, actor: Actor, about: About) -> None:
    with app.reading(actor) as work:
        work.require(CREATE)
        anchor_of(work, about.resource, about.record_id)


def attach(app: App, actor: Actor, about: About, source: BinaryIO) -> int:
    """Attach what a seekable file holds to a record; answers the attachment's id.

    The content is on the disk before the transaction begins. Raises Forbidden without the right, NotFound for
    a record that the actor may not see, Invalid for a content that is not kept.
    """
    for _attempt in range(MOST_ATTEMPTS):
        kept = keep(app, actor, about, source)
        with app.work(actor) as work:
            if _is_there(work, kept):
                return _create(work, about, kept)
    raise NotFound(LOST, fix=LOST_FIX)  # something else than Guanxi removes files


def keep(app: App, actor: Actor, about: About, source: BinaryIO) -> Kept:
    """Take what a seekable file holds into the store, for `attach_kept`; no transaction is open meanwhile.

    Raises what `attach` raises.
    """
    _require_place(app, actor, about)
    for _attempt in range(MOST_ATTEMPTS):
        source.seek(0)
        try:
            return store_of(app).keep(source, app.settings.max_attachment_bytes, app.clock())
        except FileNotFoundError:  # the clock jumped, and the draft was taken for one of the day before
            continue
    raise NotFound(LOST, fix=LOST_FIX)


def attach_kept(work: Work, about: About, kept: Kept) -> int:
    """Attach what `keep` has just taken into the store, as a part of a transaction; answers the id."""
    if not _is_there(work, kept):
        raise NotFound(LOST, fix=LOST_FIX)
    return _create(work, about, kept)


def _is_there(work: Work, kept: Kept) -> bool:
    """Whether the store still holds it: from here on nobody removes it, a moment ago somebody may have."""
    lock_files(work, alone=False)
    return store_of(work.app).path(kept.sha256).exists()


def attach_within(work: Work, about: About, source: BinaryIO) -> int:
    """Like `attach`, but as a part of a transaction: other writers of SQLite wait while it is copied."""
    work.require(CREATE)
    anchor_of(work, about.resource, about.record_id)
    lock_files(work, alone=False)
    settings = work.app.settings
    return _create(work, about, store_of(work.app).keep(source, settings.max_attachment_bytes, work.now))


def _create(work: Work, about: About, kept: Kept) -> int:
    """The rows: that the store holds it, and that it is about this record."""
    work.require(CREATE)
    _note(work, kept)
    record_type = work.registry.type_of(ATTACHMENTS)
    values = {"name": clean_file_name(about.name), "description": about.description}
    said = {**values, "resource": about.resource, "record_id": about.record_id}
    prepared = records.prepare_new(work, record_type, [said])
    refuse(prepared.errors)
    content = {"sha256": kept.sha256, "size": kept.size, "media_type": kept.media_type}
    for draft in prepared.drafts.values():
        draft.values.update(content)
    (id,) = records.insert_drafts(work, record_type, prepared.drafts)
    return id


def _note(work: Work, kept: Kept) -> None:
    values = {"size": kept.size, "media_type": kept.media_type, "stored_at": work.now}
    insert_or_change(work.session, StoredFile, [{"sha256": kept.sha256, **values}], values)


def content_of(work: Work, id: int) -> Content:
    """The content of a visible attachment; NotFound for none, and for one that the store has lost."""
    row = records.read(work, ATTACHMENTS, id)
    path = store_of(work.app).existing(row["sha256"])
    return Content(path, row["name"], row["media_type"], row["size"], row["sha256"])


def may_have(record_type: RecordType) -> bool:
    """Whether files are attached to records of a type: to all but attachments."""
    return record_type.name != ATTACHMENTS
