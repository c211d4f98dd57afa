"""Asking lists with filters."""

from typing import Any

import pytest

from core.errors import Invalid
from core.services.lists import Query, list_records
from core.services.work import Work


def leaf(field: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def found(work: Work, resource: str, where: Any) -> set[str]:
    """The keys of the records that a filter finds."""
    key = work.registry.type_of(resource).resource.key
    page = list_records(work, resource, Query(where=where, fields=(key,), sort="id", limit=500))
    return {row[key] for row in page.rows}


def refused(work: Work, where: Any, resource: str = "sample.machines") -> Invalid:
    with pytest.raises(Invalid) as caught:
        list_records(work, resource, Query(where=where))
    str(caught.value).encode()
    return caught.value
