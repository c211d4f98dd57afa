"""Saved views: save, rename, share, delete; pin; which one a list opens with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from core.builtin.saved_views import PUBLISH
from core.contracts.pages import Parameters, Redirect, Reply, Shown, Toast, Visit
from core.data.models.saved_view import VISIBILITIES
from core.errors import Invalid, NotFound
from core.host.record_types import RecordType
from core.labels import translations
from core.services import lists, records
from core.services.preferences import set_preference
from core.services.views import SAVED
from core.web.lists.filtering import DIALOG, held
from core.web.lists.listing import pinned
from core.web.lists.state import ListState, state_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

DONE = Toast(text=_("Saved."))
DELETED = Toast(text=_("The view is deleted."))
MOST_PINNED, MOST_ROLES = 20, 100


def new_view(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The form for a view of the list as it is now."""
    return _new(work, visit, state_of(work, record_type, visit), Parameters(), None)


def _new(work: Work, visit: Visit, state: ListState, sent: Parameters, error: Invalid | None) -> Reply:
    values = {
        "title": visit.translate(_("Save as a view")),
        "body": "list/new_view.html",
        "state": state,
        "visibilities": _visibilities(work, visit, sent.get("visibility", "private")),
        "name": sent.get("name", ""),
        "errors": [visit.translate(item.message) for found in error.errors.values() for item in found]
        if error
        else [],
    }
    return Shown(template=DIALOG, values=values, block="dialog", status=422 if error else 200)


def _visibilities(work: Work, visit: Visit, chosen: str) -> list[dict[str, Any]]:
    """Who a view can be for, as far as the actor may share."""
    offered = {
        code: label for code, label in VISIBILITIES.items() if code != "public" or work.actor.reach(PUBLISH)
    }
    return [
        {"value": code, "text": visit.translate(label), "selected": code == chosen}
        for code, label in offered.items()
    ]


def views_page(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """All views of the list, with what can be done with each."""
    state = state_of(work, record_type, visit)
    values = {
        "title": visit.translate(_("Views")),
        "body": "list/views.html",
        "state": state,
        "pinned": pinned(visit.preferences, state),
        "default": visit.preferences.get(f"view:{record_type.name}"),
        "mine": [view.name for view in state.views if view.id and _may_change(work, view.owner)],
        "roles": _roles(work),
        "visibilities": {
            view.name: _visibilities(work, visit, view.visibility) for view in state.views if view.id
        },
    }
    return Shown(template=DIALOG, values=values, block="dialog")


def _roles(work: Work) -> list[dict[str, Any]]:
    """The roles for whose people views can be chosen, by whoever may publish and see roles."""
    roles = work.registry.type_of("roles")
    rights = (PUBLISH, roles.resource.permission("view"))
    if any(work.actor.reach(right) is None for right in rights):
        return []
    query = lists.Query(fields=("name", "title"), sort="title", limit=MOST_ROLES, count="none")
    return lists.list_records(work, roles, query).rows


def _may_change(work: Work, owner: int | None) -> bool:
    """Whether a view is the actor's own, or he may publish: the service judges in the end."""
    return owner == work.actor.user_id or work.actor.reach(PUBLISH) is not None


def change_views(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Do what a button of those forms says."""
    state = state_of(work, record_type, visit, held(visit.form))
    act = COMMANDS.get(visit.form.get("do", ""))
    if act is None:
        raise NotFound
    return act(work, visit, state)


def _create(work: Work, visit: Visit, state: ListState) -> Reply:
    row = {
        "resource": state.record_type.name,
        "name": visit.form.get("name", ""),
        "visibility": visit.form.get("visibility", "private"),
        "definition": definition_of(state),
    }
    try:
        (id,) = records.create(work, SAVED, [row])
    except Invalid as error:
        return _new(work, visit, state, visit.form, error)
    return Redirect(to=f"{state.here}?view={id}", toast=DONE)


def definition_of(state: ListState) -> dict[str, Any]:
    """The list as a view keeps it."""
    now = state.now
    parts = {
        "where": now.where,
        "q": now.q,
        "sort": now.sort,
        "group": now.group,
        "columns": [column.name for column in now.columns],
        "widths": {column.name: column.width for column in now.columns if column.width},
    }
    return {name: part for name, part in parts.items() if part}


def _save(work: Work, visit: Visit, state: ListState) -> Reply:
    view = _chosen(visit, state)
    roles = {"roles": state.view.roles} if state.view and state.view.roles else {}
    _update(work, view, {"definition": {**definition_of(state), **roles}})
    return Redirect(to=f"{state.here}?view={view}", toast=DONE)


def _rename(work: Work, visit: Visit, state: ListState) -> Reply:
    view, form = _chosen(visit, state), visit.form
    values: dict[str, Any] = {name: form[name] for name in ("name", "visibility") if name in form}
    if "role" in form:
        before = next(item.definition for item in state.views if item.id == view)
        others = {name: part for name, part in before.items() if name != "roles"}
        values["definition"] = {**others, "roles": [form["role"]]} if form["role"] else others
    _update(work, view, values)
    return Redirect(to=state.to(), toast=DONE)


def _delete(work: Work, visit: Visit, state: ListState) -> Reply:
    view = _chosen(visit, state)
    records.delete(work, SAVED, [view])
    name = state.record_type.name
    if visit.preferences.get(f"view:{name}") == str(view):
        set_preference(work, f"view:{name}", None)
    return Redirect(to=f"{state.here}?view=", toast=DELETED)


def _pin(work: Work, visit: Visit, state: ListState) -> Reply:
    """Have a view at the top of the menu, or no longer."""
    name, before = _named(visit, state), pinned(visit.preferences, state)
    after = [item for item in before if item != name]
    after = after if name in before else [*after, name][-MOST_PINNED:]
    set_preference(work, f"pinned:{state.record_type.name}", after or None)
    return Redirect(to=state.to(), toast=DONE)


def _open_with(work: Work, visit: Visit, state: ListState) -> Reply:
    """Have the list open with a view, or no longer."""
    key, name = f"view:{state.record_type.name}", _named(visit, state)
    set_preference(work, key, None if visit.preferences.get(key) == name else name)
    return Redirect(to=state.to(), toast=DONE)


def _update(work: Work, view: int, values: Mapping[str, Any]) -> None:
    records.update(work, SAVED, [records.Update(view, values)])


def _named(visit: Visit, state: ListState) -> str:
    """The name of the view that is meant, one of those that the actor may use."""
    name = visit.form.get("view", "")
    if name not in {view.name for view in state.views}:
        raise NotFound
    return name


def _chosen(visit: Visit, state: ListState) -> int:
    """The id of the saved view that is meant."""
    name = _named(visit, state)
    found = next(view.id for view in state.views if view.name == name)
    if found is None:
        raise NotFound
    return found


COMMANDS: Mapping[str, Callable[[Any, Visit, ListState], Reply]] = MappingProxyType(
    {
        "create": _create,
        "save": _save,
        "rename": _rename,
        "delete": _delete,
        "pin": _pin,
        "default": _open_with,
    }
)
