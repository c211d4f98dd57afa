"""Lines are taken in, a part of a file at once; what cannot be is kept aside for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from core.plugin_api import FieldErrors, Label, Unit, Work, among, records, translations
from industry_packs.auto_dealer.services.exchange.aside import keep_aside
from industry_packs.auto_dealer.services.exchange.finding import (
    Key,
    complete,
    key_of,
    name_by_vin,
    refer,
    there,
)
from industry_packs.auto_dealer.services.exchange.kinds import CUSTOMER, KINDS, VEHICLE, Kind
from industry_packs.auto_dealer.services.exchange.lines import Line
from industry_packs.auto_dealer.services.exchange.names import TAKE
from industry_packs.auto_dealer.services.names import PLACE, UNIT

_ = translations("auto_dealer")

PART = 1_000
MOST_TOLD = 20
FIELD = _("{field}: {problem}")
NOT_ALLOWED = _("You may not write records of this kind.")


@dataclass(slots=True)
class Tally:
    """What became of lines: counted, and the first that were kept aside with their numbers."""

    new: int = 0
    changed: int = 0
    same: int = 0
    aside: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def read(self) -> int:
        """All of them."""
        return self.new + self.changed + self.same + self.aside

    def add(self, other: Tally) -> None:
        """Count what another part of the file brought."""
        self.new, self.changed = self.new + other.new, self.changed + other.changed
        self.same, self.aside = self.same + other.same, self.aside + other.aside
        self.problems = [*self.problems, *other.problems][:MOST_TOLD]
        self.kinds += other.kinds

    def told(self) -> dict[str, Any]:
        """The same as plain values."""
        problems = [{"line": line, "problem": problem} for line, problem in self.problems]
        counts = {"read": self.read, "new": self.new, "changed": self.changed, "unchanged": self.same}
        return {**counts, "aside": self.aside, "problems": problems, "kinds": dict(self.kinds)}


def take(work: Work, file: str, lines: Iterable[Line]) -> Tally:
    """Take a part of a file in, within the actor's rights; needs the right to do so at all."""
    work.require(TAKE)
    lines, tally = list(lines), Tally()
    name_by_vin(lines)
    for kind in KINDS:
        mine = [line for line in lines if line.kind == kind.name and not line.problem]
        if mine:
            tally.kinds[kind.name] += len(mine)
            _put(work, kind, mine, tally)
    bad = [line for line in lines if line.problem]
    told = [(line.number, work.translate(str(line.problem))) for line in bad]
    keep_aside(work, file, bad)
    tally.aside, tally.problems = len(bad), told[:MOST_TOLD]
    return tally


def _put(work: Work, kind: Kind, lines: Sequence[Line], tally: Tally) -> None:
    refers = refer(work, kind, lines)
    complete(work, kind, lines, refers)
    sound = [line for line in lines if not line.problem]
    known = there(work, kind, sound, refers)
    sound = [line for line in sound if not line.problem]
    new: dict[Key, Line] = {}
    old: dict[int, Line] = {}
    for line in sound:
        key = key_of(kind, line, refers[line.number])
        if key in known:
            old[known[key]] = _after(old.get(known[key]), line, refers)
        else:
            new[key] = _after(new.get(key), line, refers)
    tally.same += len(sound) - len(new) - len(old)
    lines = [*new.values(), *old.values()]
    rows = {line.number: _row(kind, line, refers[line.number]) for line in lines}
    if kind.places:
        _place(work, lines, rows)
    _create(work, kind, list(new.values()), rows, tally)
    _update(work, kind, old, rows, tally)


def _after(before: Line | None, line: Line, refers: dict[int, dict[str, int]]) -> Line:
    """A line that comes after another about the same record: what only that one says counts, too."""
    if before:
        line.values = {**before.values, **line.values}
        refers[line.number] = {**refers[before.number], **refers[line.number]}
    return line


def _row(kind: Kind, line: Line, refers: Mapping[str, int]) -> dict[str, Any]:
    """The values of a record; what a line does not say stays as it is."""
    said = {field: line.values[name] for name, field in kind.fields.items() if name in line.values}
    return {**said, **{kind.refers[name]: id for name, id in refers.items()}}


def _place(work: Work, lines: Iterable[Line], rows: Mapping[int, dict[str, Any]]) -> None:
    """Where something was done: one of our units by its code, else as the file calls it."""
    said = {line.number: str(line.values["at"]) for line in lines if line.values.get("at")}
    found = select(Unit.code, Unit.id).where(Unit.code.in_(sorted(set(said.values()))))
    units = dict(work.session.execute(found).all()) if said else {}
    for number, at in said.items():
        rows[number] |= {UNIT: units[at]} if at in units else {PLACE: at}


def _create(
    work: Work, kind: Kind, lines: Sequence[Line], rows: Mapping[int, dict[str, Any]], tally: Tally
) -> None:
    record_type = work.registry.type_of(kind.resource)
    if not lines or not _may(work, record_type.resource.permission("create"), lines):
        return
    wanted = [_begun(kind, rows[line.number]) for line in lines]
    prepared = records.prepare_new(work, record_type, wanted)
    for index, errors in prepared.errors.items():
        lines[index].problem = _problem(work, kind, errors)
    tally.new += len(records.insert_drafts(work, record_type, prepared.drafts))


def _begun(kind: Kind, row: dict[str, Any]) -> dict[str, Any]:
    """What a new record cannot do without."""
    if kind.name == VEHICLE:
        name = row.get("auto_dealer.plate") or row.get("auto_dealer.vin") or row.get("number")
        # Programs leave out that cars count kilometres; what has no number of a car may have no meter.
        counts = {"meter_unit": "km"} if row.get("auto_dealer.vin") else {}
        return {"name": name, **counts, **row}
    if kind.name == CUSTOMER and row.get("family_name"):
        return {"kind": "person", **row}
    return row


def _update(
    work: Work, kind: Kind, known: Mapping[int, Line], rows: Mapping[int, dict[str, Any]], tally: Tally
) -> None:
    permission = work.registry.type_of(kind.resource).resource.permission("edit")
    if not known or not _may(work, permission, list(known.values())):
        return
    for id in _with_own(work, kind, known):
        rows[known[id].number].pop(kind.ours, None)
    updates = [records.Update(id, rows[line.number]) for id, line in known.items()]
    changed, errors = records.update_sound(work, kind.resource, updates)
    for id, wrong in errors.items():
        known[id].problem = _problem(work, kind, wrong)
    tally.changed += len(changed)
    tally.same += len(known) - len(changed) - len(errors)


def _with_own(work: Work, kind: Kind, ids: Iterable[int]) -> Iterable[int]:
    """The records that have what they keep: the sender numbers vehicles, and so do we."""
    if not kind.ours:
        return ()
    have = select(kind.model.id).where(getattr(kind.model, kind.ours).is_not(None))
    return work.session.scalars(have.where(among(kind.model.id, sorted(ids))))


def _may(work: Work, permission: str, lines: Sequence[Line]) -> bool:
    """Whether the actor may do so; if not, that is what is wrong with the lines."""
    may = work.actor.reach(permission) is not None
    for line in () if may else lines:
        line.problem = NOT_ALLOWED
    return may


def _problem(work: Work, kind: Kind, errors: FieldErrors) -> Label:
    """The first thing that is wrong, by the name that the line knows."""
    names = {field: name for name, field in {**kind.fields, **kind.refers}.items()}
    field, found = next(iter(errors.items()))
    name = names.get(field, field.removeprefix("auto_dealer.valid_").removeprefix("auto_dealer."))
    return FIELD.fill(field=name, problem=work.translate(found[0].message))
