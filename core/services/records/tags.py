"""Writing the tags of records; a new word becomes a tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from core.data.among import among
from core.data.bulk import insert_rows
from core.data.models.tag import Tag, Tagging
from core.formats.texts import sort_key
from core.host.record_types import RecordType
from core.services.chunks import chunks
from core.services.records.drafts import Draft
from core.services.records.ids import allocate
from core.services.records.references import customer_of
from core.services.records.writing import execute

if TYPE_CHECKING:
    from core.services.work import Work


def write(work: Work, record_type: RecordType, drafts: Sequence[Draft]) -> None:
    """Make the records' tags what the drafts say."""
    changed = [draft for draft in drafts if _moved(draft)]
    if not changed:
        return
    _remove(work, record_type, [draft.record.id for draft in changed if draft.record.before])
    ids = _ids(work, sorted({word for draft in changed for word in draft.values["tags"]}))
    rows = [
        {
            "resource": record_type.name,
            "record_id": draft.record.id,
            "customer_id": customer_of(record_type, draft.record.id, draft.values),
            "tag_id": ids[word],
        }
        for draft in changed
        for word in draft.values["tags"]
    ]
    if rows:
        insert_rows(work.session, Tagging, rows)


def _moved(draft: Draft) -> bool:
    """Whether the words are others, or the record belongs to another customer."""
    before, after = draft.record.before, draft.values
    return before is None or any(before.get(name) != after.get(name) for name in ("tags", "customer"))


def _remove(work: Work, record_type: RecordType, ids: Sequence[int]) -> None:
    for part in chunks(ids):
        statement = delete(Tagging).where(
            Tagging.resource == record_type.name, among(Tagging.record_id, part)
        )
        execute(work, statement)


def _ids(work: Work, words: Sequence[str]) -> dict[str, int]:
    """The ids of these tags; those that do not exist are made."""
    found: dict[str, int] = {}
    with work.access.unrestricted(work, "tags are one vocabulary for everybody") as session:
        for part in chunks(words):
            known = select(Tag.name, Tag.id).where(Tag.name.in_(part), Tag.deleted_at.is_(None))
            found |= {word: id for word, id in session.execute(known)}  # noqa: C416
    missing = [word for word in words if word not in found]
    if missing:
        found |= zip(missing, _make(work, missing), strict=True)
    return found


def _make(work: Work, words: Sequence[str]) -> list[int]:
    """New tags, written here because a tag is no more than its word."""
    ids = allocate(work, Tag, len(words))
    common = {"version": 1, "created_at": work.now, "updated_at": work.now, "created_by": work.actor.user_id}
    rows = [
        {"id": id, "name": word, "name_key": sort_key(word), **common}
        for id, word in zip(ids, words, strict=True)
    ]
    insert_rows(work.session, Tag, rows)
    work.log([work.entry("create", resource="tags", record_id=id, version=1) for id in ids])
    return ids
