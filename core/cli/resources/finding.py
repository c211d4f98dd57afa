"""Which records are meant by what was typed: their key, else their id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.errors import Merged, NotFound
from core.host.record_types import RecordType
from core.labels import translations
from core.services import lists
from core.services.records import merged_into
from core.services.records.references import is_id
from core.services.work import Work

_ = translations("core")

NOT_THERE = _("There is no {record} {name}, or you may not see it.")


def find(work: Work, record_type: RecordType, typed: str) -> int:
    """The id of the record with this key or id; NotFound if there is none to see."""
    key = record_type.resource.key
    for field in dict.fromkeys((key, "id")):
        if field != "id" or is_id(typed):
            ids = _matching(work, record_type, {"field": field, "op": "eq", "value": typed})
            if ids:
                return ids[0]
    if is_id(typed) and (into := merged_into(work, record_type, int(typed))):
        raise Merged(record_type.name, into)
    raise NotFound(NOT_THERE.fill(record=record_type.resource.singular, name=typed))


def find_all(work: Work, record_type: RecordType, typed: Sequence[str]) -> list[int]:
    """The ids of several, each once."""
    return list(dict.fromkeys(find(work, record_type, item) for item in typed))


def _matching(work: Work, record_type: RecordType, where: Any) -> list[int]:
    query = lists.Query(fields=("id",), where=where, limit=1, count="none")
    return [row["id"] for row in lists.list_records(work, record_type, query).rows]
