"""Choosing the unit to work for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from core.contracts.pages import ANYBODY_SIGNED_IN, Page, Redirect, Reply, Shown, Toast, Visit
from core.data.models import Unit, UserSession
from core.errors import Forbidden
from core.http.requests import record_id
from core.labels import translations
from core.services import records
from core.web.origin import local_address
from core.web.shell import may_switch

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

MOST = 1_000
NOT_YOURS = _("This unit is not in your part of the company.")


@dataclass(frozen=True, kw_only=True)
class UnitChoice:
    """A unit to work for; the id is empty for all."""

    id: int | str
    name: str
    depth: int
    current: bool


def choose(work: Work, visit: Visit) -> Reply:
    """The dialog with the units that the actor may work for."""
    values = {"units": list(units_of(work)), "next": local_address(visit.query.get("next", ""))}
    return Shown(template="units.html", values=values, block="dialog")


def units_of(work: Work) -> Iterator[UnitChoice]:
    """The units as a tree: all of them for who may change them all, else those of his own branch."""
    names = work.registry.type_of("units").attribute("name_key")
    statement = select(Unit.id, Unit.name, Unit.parent_id).order_by(names, Unit.id).limit(MOST)
    if not may_switch(work.actor):
        statement = statement.where(Unit.id.in_(own_branch(work)))
    rows = work.session.execute(statement).all()
    below: dict[int | None, list[Any]] = {}
    known = {row.id for row in rows}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    yield from _tree(below, None, 0, work.actor.unit_id)


def _tree(
    below: Mapping[int | None, Any], parent: int | None, depth: int, own: int | None
) -> Iterator[UnitChoice]:
    for row in below.get(parent, ()):
        yield UnitChoice(id=row.id, name=row.name, depth=depth, current=row.id == own)
        yield from _tree(below, row.id, depth + 1, own)


def own_branch(work: Work) -> tuple[int, ...]:
    """The units below the actor's own one, whichever he works for at the moment."""
    assert work.actor.user_id is not None  # noqa: S101  # who has a session is a user
    return work.app.actors.of_user(work.actor.user_id, work.actor.door).unit_ids


def switch(work: Work, visit: Visit) -> Reply:
    """Work for another unit; for none, for one's own again."""
    raw = visit.form.get("unit", "")
    unit = record_id(raw) if raw else None
    if unit is not None:
        records.read(work, "units", unit)
        if not may_switch(work.actor) and unit not in own_branch(work):
            raise Forbidden(NOT_YOURS)
    statement = update(UserSession).where(UserSession.id == visit.session).values(unit_id=unit)
    work.session.execute(statement.execution_options(synchronize_session=False))
    return Redirect(to=local_address(visit.form.get("next", "")), toast=Toast(text=_("Saved.")))


PAGES = (
    Page(path="/profile/unit", permission=ANYBODY_SIGNED_IN, run=choose),
    Page(path="/profile/unit", permission=ANYBODY_SIGNED_IN, run=switch, method="POST"),
)
