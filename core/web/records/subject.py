"""`Subject`: the record that a page is about, as its reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from core.contracts.pages import Visit
from core.contracts.resources import Action
from core.host.record_types import RecordType
from core.http.requests import record_id
from core.services import records
from core.web.shell import address as address_of_list

if TYPE_CHECKING:
    from core.services.work import Work

LIST = "list"
"""The parameter that keeps the list from which the record was opened: its query, encoded."""

LONGEST_LIST = 4_000
RARE = "unmerge"


@dataclass(frozen=True, eq=False, kw_only=True)
class Subject:
    """A visible record, its address, and the query of the list that it was opened from, if it was."""

    record_type: RecordType
    row: Mapping[str, Any]
    of_list: str | None = None

    @property
    def id(self) -> int:
        """The record's id."""
        id: int = self.row["id"]
        return id

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.row.get(self.record_type.resource.label) or f"#{self.id}")

    @property
    def list_address(self) -> str:
        """Where the list is that it was opened from, or that of all of its kind."""
        address = address_of_list(self.record_type)
        return f"{address}?{self.of_list}" if self.of_list else address

    @property
    def address(self) -> str:
        """Where the record is, without the list."""
        return f"{address_of_list(self.record_type)}/{self.id}"

    def to(self, path: str = "", **parameters: str) -> str:
        """The address of a page of this record, which remembers the list."""
        return self.beside(self.id, path, **parameters)

    def beside(self, id: int, path: str = "", **parameters: str) -> str:
        """The same page of another record of the list."""
        kept = {**({} if self.of_list is None else {LIST: self.of_list}), **parameters}
        query = f"?{urlencode(kept)}" if kept else ""
        return f"{address_of_list(self.record_type)}/{id}{f'/{path}' if path else ''}{query}"


def subject_of(work: Work, visit: Visit, record_type: RecordType, children: Iterable[str] = ()) -> Subject:
    """The record of the path with these kinds of lines (and "tags"); NotFound if there is none to see."""
    row = records.read(work, record_type, record_id(visit.path["id"]), children=children)
    return Subject(record_type=record_type, row=row, of_list=list_in(visit))


def list_in(visit: Visit) -> str | None:
    """The query of the list that the record was opened from; None if it was opened from none."""
    of_list = visit.query.get(LIST)
    return None if of_list is None or len(of_list) > LONGEST_LIST else of_list


def may(work: Work, record_type: RecordType, action: str) -> bool:
    """Whether the actor may do this with any records of a kind, if these offer it."""
    verb = {"edit": "update", "view": "read"}.get(action, action)
    offered = verb in record_type.resource.verbs
    return offered and work.actor.reach(record_type.resource.permission(action)) is not None


def actions_of(work: Work, record_type: RecordType) -> list[Action]:
    """What the actor may do with one record beside editing, what is rarely done last.

    Merging has pages of its own, and so has the completion of activities.
    """
    found = [
        action
        for action in record_type.resource.actions
        if action.on == "record"
        and (record_type.name, action.name) != ("activities", "complete")
        and not (record_type.resource.mergeable and action.name == "merge")
        and work.actor.reach(action.permission) is not None
    ]
    return sorted(found, key=lambda action: action.name == RARE)
