"""Removing what no attachment names: first the rows, then the files that have none.

A file stays for a day after it was last wanted: an upload stores the content first and its rows afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select

from core.data.models.attachment import Attachment, StoredFile
from core.services.attachments.attaching import store_of
from core.services.attachments.locking import lock_files
from core.services.attachments.store import DIGEST, is_older
from core.services.chunks import chunks

if TYPE_CHECKING:
    from core.services.work import App, Work

GRACE = timedelta(days=1)
FILES = 200
"""In one transaction, as nobody attaches anything meanwhile."""

WHY = "a file is used by all attachments with its content, seen or unseen, in the trash or not"


OpenWork = Callable[[], AbstractContextManager["Work"]]
"""Opens a transaction of the system."""


def remove_unused_files(app: App, open_work: OpenWork) -> int:
    """Remove the contents that no attachment names, and what killed uploads left; answers how many files."""
    while _remove_rows(open_work):
        pass
    removed = 0
    for part in chunks(list(store_of(app).older_than(app.clock() - GRACE)), FILES):
        with open_work() as work:
            lock_files(work, alone=True)
            removed += _remove_files(work, part)
    return removed


def _remove_rows(open_work: OpenWork) -> int:
    """Forget some of the contents that are in no use; answers how many."""
    with open_work() as work:
        lock_files(work, alone=True)
        used = exists().where(Attachment.sha256 == StoredFile.sha256)
        unused = select(StoredFile.sha256).where(~used, StoredFile.stored_at < work.now - GRACE).limit(FILES)
        with work.access.unrestricted(work, WHY) as session:
            found = list(session.scalars(unused))
        if found:
            work.session.execute(delete(StoredFile).where(StoredFile.sha256.in_(found)))
        return len(found)


def _remove_files(work: Work, paths: Sequence[Path]) -> int:
    """Remove those of the files that no row names; drafts have no digest for a name."""
    digests = [path.name for path in paths if DIGEST.fullmatch(path.name)]
    known = set(work.session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(digests))))
    removed = 0
    for path in paths:
        if path.name not in known and is_older(path, work.now - GRACE):
            path.unlink(missing_ok=True)
            removed += 1
    return removed
