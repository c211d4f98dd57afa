"""What tests do with records, as the system."""

from typing import Any

from core.services import lists, records
from core.services.records import Update
from core.services.work import App


def create(app: App, resource: str, /, **values: Any) -> int:
    """A new record."""
    with app.work(app.system("test")) as work:
        return records.create(work, resource, [values])[0]


def customer(app: App, name: str, **values: Any) -> int:
    """A new customer."""
    return create(app, "customers", name=name, **values)


def change(app: App, resource: str, id: int, /, **values: Any) -> None:
    """Change these fields."""
    with app.work(app.system("test")) as work:
        records.update(work, resource, [Update(id, values)])


def read(app: App, resource: str, id: int) -> dict[str, Any]:
    """One record; fields of the plugin without its name."""
    with app.reading(app.system("test")) as work:
        row = records.read(work, resource, id)
    return {name.removeprefix("data_quality."): value for name, value in row.items()}


def rows(app: App, resource: str, *fields: str, where: Any = None, sort: str = "id") -> list[dict[str, Any]]:
    """The records that match."""
    with app.reading(app.system("test")) as work:
        query = lists.Query(fields=("id", *fields), where=where, sort=sort)
        return list(lists.list_records(work, resource, query).rows)
