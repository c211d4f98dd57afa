"""What tests do with records, as the system."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from core.plugin_api import lists, records
from core.services import settings
from core.services.work import App
from core.testing.jobs import RunJobs

OIL = {"code": "OIL", "title": "Oil change", "every": 10_000, "months": 12}
AIR = {"code": "AIR", "every": 20_000, "months": 24}


def create(app: App, resource: str, /, **values: Any) -> int:
    """A new record."""
    with app.work(app.system("test")) as work:
        return records.create(work, resource, [values])[0]


def change(app: App, resource: str, id: int, /, **values: Any) -> None:
    """Change these fields."""
    with app.work(app.system("test")) as work:
        records.update(work, resource, [records.Update(id, values)])


def delete(app: App, resource: str, *ids: int) -> None:
    """Put records into the trash."""
    with app.work(app.system("test")) as work:
        records.delete(work, resource, list(ids))


def read(app: App, resource: str, id: int) -> dict[str, Any]:
    """One record; fields of care without its name."""
    with app.reading(app.system("test")) as work:
        row = records.read(work, resource, id)
    return {name.removeprefix("care."): value for name, value in row.items()}


def rows(app: App, resource: str, *fields: str, where: Any = None, sort: str = "id") -> list[dict[str, Any]]:
    """The records that match."""
    with app.reading(app.system("test")) as work:
        query = lists.Query(fields=("id", *fields), where=where, sort=sort)
        return list(lists.list_records(work, resource, query).rows)


def act(app: App, resource: str, name: str, id: int, **inputs: Any) -> Any:
    """Do one of the actions of a record."""
    (action,) = (each for each in app.registry.type_of(resource).resource.actions if each.name == name)
    with app.work(app.system("test")) as work:
        return action.run(work, id, inputs)


def setting(app: App, name: str, value: Any) -> None:
    """Set a setting of the company."""
    with app.work(app.system("test")) as work:
        settings.set_value(work, name, value)


def plan(app: App, name: str = "Cars", tasks: Sequence[dict[str, Any]] = (OIL, AIR), **values: Any) -> int:
    """A plan in km."""
    usual = {"meter_unit": "km", "default_per_year": 15_000, "lead_days": 30, "lead_distance": 1_000}
    return create(app, "care.plans", name=name, tasks=list(tasks), **{**usual, **values})


def person(app: App, name: str = "Ada", **values: Any) -> int:
    """A customer who can be called, and wants to be told when something is due."""
    known = {"kind": "person", "family_name": name, "phone": "+4930901820", "email": "ada@example.com"}
    customer = create(app, "customers", **{**known, **values})
    consent(app, customer)
    return customer


def consent(app: App, customer: int, state: str = "given", purpose: str = "service") -> int:
    """What a customer says to being told things, by any channel."""
    return create(app, "messaging.consents", customer=customer, state=state, purpose=purpose, channel="any")


def car(app: App, start: str = "2025-11-25", owner: dict[str, Any] | None = None, **values: Any) -> int:
    """A car with its owner."""
    customer = person(app, **(owner or {}))
    usual = {"name": "Golf", "meter_unit": "km", "in_service_date": date.fromisoformat(start)}
    return create(app, "assets.assets", **{**usual, "first_owner": customer, **values})


def under(app: App, plan: int, asset: int) -> int:
    """Put an asset under a plan."""
    return create(app, "care.subjects", plan=plan, asset=asset)


def every_morning(app: App, run_jobs: RunJobs) -> None:
    """What happens every morning, now."""
    with app.work(app.system("test")) as work:
        work.enqueue("care.daily")
    run_jobs()


def wrote(app: App, asset: int, day: str, value: int) -> int:
    """A reading."""
    return create(app, "assets.readings", asset=asset, read_on=date.fromisoformat(day), value=value)
