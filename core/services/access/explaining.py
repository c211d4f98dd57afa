"""Who can see a record, and why: each user once, by the nearest reason that he has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.contracts.work import REACHES, ReachName
from core.data.models import Role, RoleGrant, Unit, User, UserRole
from core.host.record_types import RecordType
from core.labels import Label, translations
from core.services.access.reaches import narrowest
from core.services.grants import Grants

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

WHY = "whoever may see a record is told who else may"
MOST_NAMED = 50
MOST_LEVELS = 20
UNITS = select(Unit.id, Unit.name, Unit.parent_id)

OWNER, TEAM = _("Responsible for it"), _("In its team")
UNIT, SITE = (
    _("Of the unit {unit}, or of one above it"),
    _("Of a unit that uses it too, or of one above that"),
)
EVERYBODY = _("May see all {records}")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some people see a record: `people` are the names of the first ones, `count` how many there are."""

    title: Label
    people: Sequence[str]
    count: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Who sees a record. `through` is the record whose rights count, where it belongs to another one.

    `limited_by` are plugins that show it to fewer people still.
    """

    reasons: Sequence[Reason]
    through: tuple[RecordType, int] | None
    limited_by: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Person:
    id: int
    unit: int | None
    reach: ReachName


def explain(work: Work, record_type: RecordType, id: int) -> Explanation:
    """Why people see a record; whoever asks must see it himself."""
    with work.access.unrestricted(work, WHY) as session:
        chain = list(_chain(work, session, record_type, id))
        root, root_id = chain[-1]
        people = list(_people(session, [item for item, _id in chain]))
        grouped = _grouped(session, root, root_id, people)
        names = _names(session, grouped.values())
    me = work.actor.user_id
    reasons = [
        Reason(title, [names[id] for id in found[:MOST_NAMED]], len(found), me in found)
        for title, found in grouped.items()
    ]
    limited = {
        owner
        for owner, rule in work.registry.visibility_rules
        for item, _id in chain
        if rule.model is item.model
    }
    return Explanation(reasons, chain[-1] if len(chain) > 1 else None, sorted(limited))


def _chain(work: Work, session: Any, record_type: RecordType, id: int) -> Iterator[tuple[RecordType, int]]:
    """The record, the one that it belongs to, and so on up to the one whose own columns count."""
    for _level in range(MOST_LEVELS):
        yield record_type, id
        name = "customer" if record_type.anchored else record_type.resource.parent
        if not name:
            return
        above = session.scalar(select(record_type.attribute(name)).where(record_type.model.id == id))
        if above is None:
            return
        record_type = work.registry.of_table(record_type.fields[name].kind.table)  # type: ignore[attr-defined]
        id = above


def _people(session: Any, chain: Sequence[RecordType]) -> Iterator[_Person]:
    """Everybody who is active and may see records of all these kinds, as far as his roles reach."""
    granted: dict[int, list[tuple[str, ReachName]]] = defaultdict(list)
    lines = select(RoleGrant.role_id, RoleGrant.permission, RoleGrant.reach)
    for role, permission, reach in session.execute(lines.join(Role).where(Role.deleted_at.is_(None))):
        granted[role].append((permission, reach))
    users = (
        select(User.id, User.unit_id, UserRole.role_id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(User.active.is_(True), User.deleted_at.is_(None))
        .order_by(User.id)
    )
    roles: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for id, unit, role in session.execute(users):
        roles[id, unit].append(role)
    known: dict[tuple[int, ...], ReachName | None] = {}
    permissions = [item.resource.permission("view") for item in chain]
    for (id, unit), own in roles.items():
        key = tuple(own)
        if key not in known:
            grants = Grants(pair for role in own for pair in granted[role])
            known[key] = narrowest(grants.get(name) for name in permissions)
        reach = known[key]
        if reach is not None:
            yield _Person(id, unit, reach)


def _grouped(session: Any, root: RecordType, id: int, people: Sequence[_Person]) -> dict[Label, list[int]]:
    """The people by the nearest reason that each has."""
    grouped: dict[Label, list[int]] = {}
    left = list(people)
    for title, least, ids, units in _ways(session, root, id):
        if ids is None and units is None:
            found = [item for item in left if item.reach == "all"]
        else:
            able = [item for item in left if REACHES.index(item.reach) >= REACHES.index(least)]
            found = [item for item in able if item.id in (ids or ()) or item.unit in (units or ())]
        if found:
            grouped[title] = [item.id for item in found]
        there = {item.id for item in found}
        left = [item for item in left if item.id not in there]
    return grouped


def _ways(
    session: Any, root: RecordType, id: int
) -> Iterator[tuple[Label, ReachName, set[int] | None, set[int] | None]]:
    """The reasons, the nearest first: title, the reach that it takes, the users or the units meant."""
    reach, model = root.resource.reach, root.model
    row: Row = {}
    names = [name for name in (reach.owner, reach.unit) if name]
    if names:
        columns = [getattr(model, name).label(name) for name in names]
        row = dict(session.execute(select(*columns).where(model.id == id)).mappings().one())
    if reach.owner:
        yield OWNER, "own", {row[reach.owner]}, set()
    if reach.team:
        yield TEAM, "team", _named(session, root, reach.team, "user_id", id), set()
    units = {own: (name, above) for own, name, above in session.execute(UNITS)} if _has_units(root) else {}
    if reach.unit and row[reach.unit] in units:
        unit = row[reach.unit]
        yield UNIT.fill(unit=units[unit][0]), "unit", set(), _above(units, {unit})
    if reach.sites:
        sites = _named(session, root, reach.sites, "unit_id", id)
        yield SITE, "unit", set(), _above(units, sites)
    yield EVERYBODY.fill(records=root.resource.title), "all", None, None
    if not names and not reach.team and not reach.sites:
        yield EVERYBODY.fill(records=root.resource.title), "own", None, None


def _named(session: Any, root: RecordType, model: Any, column: str, id: int) -> set[int]:
    """The users or units in the lines of a record."""
    child = root.child_of(model)
    found = select(getattr(model, column)).where(getattr(model, child.parent) == id)
    return set(session.scalars(found)) - {None}


def _has_units(root: RecordType) -> bool:
    return bool(root.resource.reach.unit or root.resource.reach.sites)


def _above(units: Mapping[int, tuple[str, int | None]], wanted: set[int]) -> set[int]:
    """These units and all above them."""
    found: set[int] = set()
    for unit in wanted:
        here: int | None = unit
        while here is not None and here not in found:
            found.add(here)
            here = units[here][1] if here in units else None
    return found


def _names(session: Any, groups: Iterable[Sequence[int]]) -> dict[int, str]:
    """The names of the first of each group."""
    wanted = [id for group in groups for id in group[:MOST_NAMED]]
    return dict(session.execute(select(User.id, User.name).where(User.id.in_(wanted))).all())
