"""What tests do with assets, as the system."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.services import lists, records
from core.services.records import Update
from core.services.work import App
from plugins.assets.public import ASSETS, READINGS, accepted

Row = dict[str, Any]


def create(app: App, resource: str, /, *rows: Mapping[str, Any], **values: Any) -> list[int]:
    """New records: of these rows, or one of these values."""
    with app.work(app.system("test")) as work:
        return records.create(work, resource, rows or ([values] if values else []))


def asset(app: App, name: str = "Van", **values: Any) -> int:
    """A vehicle in service since 2024 that counts kilometres, unless said otherwise."""
    return create(
        app, ASSETS, **{"name": name, "meter_unit": "km", "in_service_date": "2024-01-01", **values}
    )[0]


def read(app: App, asset: int, *points: tuple[str, int], **values: Any) -> list[int]:
    """Readings of an asset, in one operation: `read(app, van, ("2024-02-01", 900))`."""
    return create(
        app, READINGS, *({"asset": asset, "read_on": day, "value": value, **values} for day, value in points)
    )


def change(app: App, resource: str, id: int, /, **values: Any) -> None:
    """Change these fields."""
    with app.work(app.system("test")) as work:
        records.update(work, resource, [Update(id, values)])


def delete(app: App, resource: str, *ids: int) -> None:
    """Put them into the trash."""
    with app.work(app.system("test")) as work:
        records.delete(work, resource, ids)


def show(app: App, resource: str, id: int) -> Row:
    """One record."""
    with app.reading(app.system("test")) as work:
        return records.read(work, resource, id)


def rows(app: App, resource: str, *fields: str, where: Any = None, sort: str = "id") -> list[Row]:
    """The records that match."""
    with app.reading(app.system("test")) as work:
        query = lists.Query(fields=("id", *fields), where=where, sort=sort, limit=500)
        return list(lists.list_records(work, resource, query).rows)


def flags(app: App, asset: int) -> list[tuple[int, str | None]]:
    """The readings of an asset in order, with why they are rejected."""
    found = rows(
        app,
        READINGS,
        "value",
        "assets.flag",
        where={"field": "asset", "op": "eq", "value": asset},
        sort="read_on",
    )
    return [(row["value"], row["assets.flag"]) for row in found]


def believed(app: App, asset: int) -> list[tuple[date, int]]:
    """What is believed of its main meter."""
    with app.reading(app.system("test")) as work:
        return accepted(work, [asset]).get(asset, [])
