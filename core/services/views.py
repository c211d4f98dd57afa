"""The views of a list: those that the program and its plugins bring, then those that people have saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from core.data.models import Role, SavedView, UserRole
from core.errors import Invalid, NotFound, did_you_mean
from core.host.record_types import RecordType
from core.labels import translations
from core.services import lists
from core.services.filters.criterion import ESCAPE, containing
from core.services.work import Work

_ = translations("core")

SAVED = "saved_views"
NO_VIEW = _("{records} have no view called {name}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedView:
    """A view of a list. `name` is a ready-made one's full name, or the id of a saved one."""

    name: str
    title: str
    resource: str
    definition: Mapping[str, Any]
    visibility: str = "public"
    id: int | None = None
    owner: int | None = None

    @property
    def roles(self) -> Sequence[str]:
        """The names of the roles whose people's lists open with it."""
        found: Sequence[str] = self.definition.get("roles", ())
        return found


def view_of_role(work: Work, views: Sequence[OfferedView]) -> OfferedView | None:
    """The first view that the actor's list opens with because of a role of his."""
    if not any(view.roles for view in views):
        return None
    held = select(Role.name).join(UserRole, UserRole.role_id == Role.id)
    with work.unlimited(SAVED) as everything:
        names = set(everything.session.scalars(held.where(UserRole.user_id == work.actor.user_id)))
    return next((view for view in views if names.intersection(view.roles)), None)


def views_of(work: Work, resource: Any) -> list[OfferedView]:
    """The views of a kind of record that the actor may use, the ready-made ones first.

    Raises NotFound for an unknown kind of record, Forbidden without the right to see any.
    """
    record_type = work.registry.type_of(resource)
    work.require(record_type.resource.permission("view"))
    saved = work.registry.type_of(SAVED).resource.permission("view")
    stored = _saved(work, record_type) if work.actor.reach(saved) else ()
    return [*_ready_made(work, record_type), *stored]


def view_named(work: Work, resource: Any, name: str) -> OfferedView:
    """The view that is called so, by its name, its title or its id; NotFound if the actor may use none."""
    found = views_of(work, resource)
    for view in found:
        if name in (view.name, view.title):
            return view
    title = work.registry.type_of(resource).resource.title
    fix = did_you_mean(name, (view.name for view in found))
    raise NotFound(NO_VIEW.fill(records=title, name=repr(name)), fix=fix)


def views_called(work: Work, words: str, limit: int) -> list[OfferedView]:
    """The views of all kinds of records whose names hold some words, ready-made ones first."""
    wanted, kinds = words.casefold(), work.registry.types.values()
    seen = [kind for kind in kinds if work.actor.reach(kind.resource.permission("view"))]
    ready = [view for kind in seen if kind.views for view in _ready_made(work, kind)]
    found = [view for view in ready if wanted in work.translate(view.title).casefold()]
    if work.actor.reach(work.registry.type_of(SAVED).resource.permission("view")):
        found += _saved_called(work, words, [kind.name for kind in seen], limit)
    return found[:limit]


def _ready_made(work: Work, record_type: RecordType) -> Iterator[OfferedView]:
    for name, view in record_type.views.items():
        offered = OfferedView(
            name=name, title=view.title, resource=record_type.name, definition=view.definition
        )
        if _is_allowed(work, record_type, offered):
            yield offered


def _is_allowed(work: Work, record_type: RecordType, view: OfferedView) -> bool:
    """Whether the actor may see all that it shows, and filter and sort by it."""
    definition = view.definition
    query = lists.Query(
        fields=definition.get("columns"),
        where=definition.get("where"),
        sort=definition.get("sort"),
        group=definition.get("group"),
    )
    try:
        lists.prepare(work, record_type, query)
    except Invalid:
        return False
    return True


def _saved(work: Work, record_type: RecordType) -> Iterator[OfferedView]:
    """Those that people have saved, by name: one short statement, for every list asks."""
    statement = work.registry.prepared.get(_of_kind, work.registry.type_of(SAVED))
    for row in work.session.execute(statement, {"kind": record_type.name}):
        yield _stored(row._asdict())


def _saved_called(work: Work, words: str, kinds: Sequence[str], limit: int) -> Iterator[OfferedView]:
    statement = work.registry.prepared.get(_called, work.registry.type_of(SAVED))
    for row in work.session.execute(statement.limit(limit), {"pattern": containing(words), "kinds": kinds}):
        yield _stored(row._asdict())


def _of_kind(saved: RecordType) -> Select[Any]:
    return _by_name(saved).where(SavedView.resource == bindparam("kind"))


def _called(saved: RecordType) -> Select[Any]:
    named = func.lower(SavedView.name).like(bindparam("pattern"), escape=ESCAPE)
    return _by_name(saved).where(named, SavedView.resource.in_(bindparam("kinds", expanding=True)))


def _by_name(saved: RecordType) -> Select[Any]:
    columns = (SavedView.id, SavedView.name, SavedView.resource, SavedView.definition, SavedView.visibility)
    return select(*columns, SavedView.owner_id.label("owner")).order_by(
        saved.attribute("name_key"), SavedView.id
    )


def _stored(row: Mapping[str, Any]) -> OfferedView:
    values = {name: row[name] for name in ("id", "definition", "visibility", "owner", "resource")}
    return OfferedView(name=str(row["id"]), title=row["name"], **values)
