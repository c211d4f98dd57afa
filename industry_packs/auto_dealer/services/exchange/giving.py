"""What the actor sees of vehicles goes out as lines, page by page: nothing is held but one page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select, union

from core.plugin_api import Unit, Work, among, get_setting, invalid, lists, records, translations
from industry_packs.auto_dealer.models import Appointment
from industry_packs.auto_dealer.services.exchange.keys import customer_numbers, recall_numbers, vehicle_keys
from industry_packs.auto_dealer.services.exchange.kinds import (
    CUSTOMER,
    CUSTOMERS,
    KINDS,
    RECALL,
    VEHICLE,
    Kind,
)
from industry_packs.auto_dealer.services.exchange.names import FORM, GIVE
from industry_packs.auto_dealer.services.names import PLACE, UNIT
from plugins.assets.public import Holding
from plugins.care.public import ServiceRecord

_ = translations("auto_dealer")

PAGE = 500
BETWEEN = ":"
ID = re.compile("[0-9]{1,18}")
NUMBERED = {str(number): kind for number, kind in enumerate(KINDS)}
NO_CURSOR = _("This is no place to go on from.")
Line = dict[str, Any]
KEYS = {VEHICLE: vehicle_keys, CUSTOMER: customer_numbers, RECALL: recall_numbers}


def give(work: Work) -> Iterator[str]:
    """All lines, in an order in which each names only what came before; needs the right to give them away."""
    after: str | None = ""
    while after is not None:
        page, after = give_page(work, after)
        yield from page


def give_page(work: Work, after: str) -> tuple[list[str], str | None]:
    """Some lines, and where to go on; None at the end. Raises Invalid for a place that is none."""
    work.require(GIVE)
    if not after:
        return [_written(_head(work))], f"0{BETWEEN}"
    number, _sign, cursor = after.partition(BETWEEN)
    if number not in NUMBERED:
        raise invalid("after", "unknown", NO_CURSOR, after)
    kind = NUMBERED[number]
    rows, following = _customers(work, cursor) if kind is CUSTOMERS else _page(work, kind, cursor)
    lines = [_written(line) for line in _lines(work, kind, rows)]
    if following:
        return lines, f"{number}{BETWEEN}{following}"
    last = int(number) + 1 == len(KINDS)
    return lines, None if last else f"{int(number) + 1}{BETWEEN}"


def _head(work: Work) -> Line:
    return {"kind": "exchange", "form": FORM, "from": get_setting(work, "core.company"), "at": work.now}


def _page(work: Work, kind: Kind, cursor: str) -> tuple[Sequence[Line], str | None]:
    """A page of records of a kind."""
    wanted = ("id", *kind.fields.values(), *kind.refers.values(), *((UNIT, PLACE) if kind.places else ()))
    query = lists.Query(
        fields=wanted, where=kind.only, sort="id", limit=PAGE, after=cursor or None, count="none"
    )
    page = lists.list_records(work, kind.resource, query)
    return page.rows, page.next


def _customers(work: Work, cursor: str) -> tuple[Sequence[Line], str | None]:
    """A page of the customers whom vehicles have to do with."""
    if cursor and not ID.fullmatch(cursor):
        raise invalid("after", "unknown", NO_CURSOR, cursor)
    last = int(cursor or 0)
    models = (Holding, ServiceRecord, Appointment)
    found = union(
        *(
            select(model.customer_id)
            .where(model.customer_id > last, model.asset_id.is_not(None))
            .distinct()
            .order_by(model.customer_id)
            .limit(PAGE)
            .subquery()
            .select()
            for model in models
        )
    ).subquery()
    ids = list(work.session.scalars(select(found).order_by(found.c[0]).limit(PAGE)))
    names = tuple(CUSTOMERS.fields.values())
    rows = records.read_many(work, CUSTOMERS.resource, ids, ("id", *names), children=())
    return rows, str(ids[-1]) if len(ids) == PAGE else None


def _lines(work: Work, kind: Kind, rows: Sequence[Line]) -> Iterator[Line]:
    """Rows as lines: records that they name stand there by their keys, what is empty is left out."""
    names = {
        name: KEYS[name](work, [row[field] for row in rows if row.get(field)])
        for name, field in kind.refers.items()
    }
    units = _codes(work, [row[UNIT] for row in rows if row.get(UNIT)]) if kind.places else {}
    for row in rows:
        refers = {name: names[name].get(row.get(field)) for name, field in kind.refers.items()}
        at = {"at": units.get(row.get(UNIT)) or row.get(PLACE)} if kind.places else {}
        values = {name: row.get(field) for name, field in kind.fields.items()}
        line = {"kind": kind.name, **refers, **at, **values}
        yield {name: value for name, value in line.items() if value not in (None, "")}


def _codes(work: Work, ids: Sequence[int]) -> Mapping[int | None, str]:
    found = select(Unit.id, Unit.code).where(among(Unit.id, sorted(set(ids))))
    return dict(work.session.execute(found).all()) if ids else {}


def _written(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    """Days and moments as ISO writes them, moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    assert isinstance(value, date)  # noqa: S101  # a line has nothing else that JSON does not know
    return value.isoformat()
