"""A company with leads, and questions about them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.services import records
from core.services.lists import Query, list_records
from core.services.work import App
from core.testing.jobs import run_due
from plugins.sales.public import CLOCK, LEADS, put_leads

Row = dict[str, Any]


@dataclass(frozen=True)
class Company:
    """Whom there is by name, and what they do as the system itself."""

    app: App
    stores: dict[str, int]
    users: dict[str, int]

    def put(self, **values: Any) -> int:
        """A lead from elsewhere."""
        with self.app.work(self.app.system()) as work:
            (put,) = put_leads(work, [{"name": "Lee", "phone": "+494318800", **values}])
        assert put.id is not None
        return put.id

    def lead(self, id: int) -> Row:
        """How it stands."""
        with self.app.reading(self.app.system()) as work:
            return records.read(work, LEADS, id)

    def owner(self, id: int) -> str:
        """Who has it, by name; empty if nobody does."""
        by_id = {user: name for name, user in self.users.items()}
        return by_id.get(self.lead(id)["owner"], "")

    def change(self, id: int, resource: str = LEADS, /, **values: Any) -> None:
        """Change a record."""
        with self.app.work(self.app.system()) as work:
            records.update(work, resource, [records.Update(id, values)])

    def act(self, resource: str, id: int, name: str, **inputs: Any) -> Any:
        """Carry out an action."""
        with self.app.work(self.app.system()) as work:
            return self.action(resource, name)(work, id, inputs)

    def action(self, resource: str, name: str) -> Callable[..., Any]:
        """What an action runs."""
        actions = self.app.registry.type_of(resource).resource.actions
        return next(each.run for each in actions if each.name == name)

    def rows(self, resource: str, *parts: Any, sort: str = "id") -> list[Row]:
        """Records that match a filter."""
        with self.app.reading(self.app.system()) as work:
            where = {"and": list(parts)} if parts else None
            return list_records(work, resource, Query(where=where, sort=sort)).rows

    def steps(self, lead: int, status: str = "planned") -> list[Row]:
        """The activities of a lead."""
        about = [("resource", LEADS), ("record_id", lead), ("status", status)]
        return self.rows(
            "activities", *({"field": name, "op": "eq", "value": value} for name, value in about)
        )

    def run(self) -> None:
        """Do what is due."""
        with self.app.work(self.app.system()) as work:
            work.enqueue(CLOCK)
        run_due(self.app)
