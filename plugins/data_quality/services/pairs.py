"""Pairs of likely duplicates: found, kept, warned of, forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select

from core.plugin_api import (
    Actor,
    Change,
    Customer,
    FieldError,
    FieldErrors,
    JobRun,
    Merge,
    Work,
    chunks,
    get_setting,
    records,
    translations,
)
from plugins.data_quality.models import Duplicate
from plugins.data_quality.services import keys, profiles
from plugins.data_quality.services.finding import Found
from plugins.data_quality.services.likeness import Profile, likeness

_ = translations("data_quality")

RESOURCE = "data_quality.duplicates"
SAVE = "data_quality.save_duplicates"
LOOKED_AT = ("name", "legal_name", "phone", "email", "tax_id")
LIKE_THIS = _("This is likely the customer {others}.")
AT_ONCE = 200
"""Pairs that are written in one transaction."""

T = TypeVar("T")

Row = Mapping[str, Any]


def visible(actor: Actor, action: str) -> ColumnElement[bool] | None:
    """Whoever may not see the other customer does not learn that it is like this one."""
    return None if actor.is_system else Duplicate.other_id.in_(select(Customer.id))


def like(work: Work, profile: Profile) -> list[tuple[int, int, list[str]]]:
    """Visible customers that are likely this one: id, likeness, reasons; the most alike first."""
    least = get_setting(work, "data_quality.likeness")
    found = []
    for other in profiles.read(work, keys.candidates(work, profile)):
        score, reasons = likeness(profile, other)
        if score >= least:
            found.append((other.id, score, reasons))
    return sorted(found, key=lambda item: (-item[1], item[0]))


def judge(work: Work, changes: Sequence[Change]) -> Mapping[int, FieldErrors | Mapping[str, Any]] | None:
    """Warn of likely duplicates before they are saved, or refuse them, as the company wants it."""
    way = get_setting(work, "data_quality.on_duplicate")
    if way == "ignore" or len(changes) > MOST_JUDGED:
        return None
    may = way == "warn" or work.actor.reach(SAVE) is not None
    verdicts: dict[int, FieldErrors] = {}
    for index, change in enumerate(changes):
        if found := _new_likeness(work, change):
            message = LIKE_THIS.fill(others=_names(work, [id for id, _score, _why in found[:3]]))
            if may:
                work.warn("likely_duplicate", message, [id for id, _score, _why in found])
            else:
                verdicts[index] = {"name": [FieldError("likely_duplicate", message)]}
    return verdicts


MOST_JUDGED = 20
"""Records of one request beyond which nobody reads warnings: imports are examined afterwards."""


def _new_likeness(work: Work, change: Change) -> list[tuple[int, int, list[str]]]:
    """What a new customer, or one that gets another name or number, is like."""
    if change.before is not None and not any(_is_new(change, name) for name in LOOKED_AT):
        return []
    (profile,) = profiles.of_rows([{"phones": [], "emails": [], **(change.after or {}), "id": change.id}])
    dismissed = _dismissed(work, change.id) if change.id else set()
    return [item for item in like(work, profile) if item[0] not in dismissed]


def _is_new(change: Change, name: str) -> bool:
    return change.changed(name) and (change.after or {})[name] is not None


def _dismissed(work: Work, id: int) -> set[int]:
    statement = select(Duplicate.customer_id, Duplicate.other_id).where(
        Duplicate.status == "dismissed", (Duplicate.customer_id == id) | (Duplicate.other_id == id)
    )
    return {each for pair in work.session.execute(statement) for each in pair} - {id}


def _names(work: Work, ids: Sequence[int]) -> str:
    statement = select(Customer.number, Customer.name).where(Customer.id.in_(ids)).order_by(Customer.id)
    return ", ".join(f"{number} {name}" for number, name in work.session.execute(statement))


def keep(run: JobRun, found: Found) -> dict[str, int]:
    """Make the pairs what was found: new ones are added, open ones that are none any more go."""
    with run.reading() as work:
        there = dict(work.session.execute(select(Duplicate.pair, Duplicate.status)).all())
    new = [pair for pair in sorted(found) if _name(pair) not in there]
    gone = [name for name, status in there.items() if status == "open" and _pair(name) not in found]
    added = sum(_in_parts(run, new, lambda work, part: _add(work, {pair: found[pair] for pair in part})))
    removed = sum(_in_parts(run, gone, _remove))
    return {"new": added, "gone": removed, "pairs": len(found)}


def _in_parts(run: JobRun, items: Sequence[T], do: Callable[[Work, Sequence[T]], int]) -> Iterator[int]:
    """Do it for a few at a time, each in a transaction of its own: others write in between."""
    for part in chunks(items, AT_ONCE):
        with run.work("duplicates") as work:
            yield do(work, part)


def _add(work: Work, found: Found) -> int:
    """Add pairs, unless somebody has meanwhile added them, or removed one of the customers."""
    ids = {id for pair in found for id in pair}
    living = set(work.session.scalars(select(Customer.id).where(Customer.id.in_(ids))))
    there = set(work.session.scalars(select(Duplicate.pair).where(Duplicate.pair.in_(map(_name, found)))))
    new = [
        _row(pair, *item)
        for pair, item in found.items()
        if living.issuperset(pair) and _name(pair) not in there
    ]
    records.create(work, RESOURCE, new)
    return len(new)


def _remove(work: Work, names: Sequence[str]) -> int:
    """Put these pairs into the trash, unless somebody has decided upon them meanwhile."""
    still = select(Duplicate.id).where(Duplicate.pair.in_(names), Duplicate.status == "open")
    ids = list(work.session.scalars(still))
    records.delete(work, RESOURCE, ids)
    return len(ids)


def _row(pair: tuple[int, int], score: int, reasons: Sequence[str]) -> dict[str, Any]:
    values = {"customer": pair[0], "other": pair[1], "pair": _name(pair)}
    return {**values, "likeness": score, "reasons": list(reasons)}


def _name(pair: tuple[int, int]) -> str:
    return f"{pair[0]}-{pair[1]}"


def _pair(name: str) -> tuple[int, int]:
    first, _dash, second = name.partition("-")
    return int(first), int(second)


def forget(work: Work, ids: Sequence[int]) -> None:
    """Customers go to the trash: nobody is warned of them; their pairs are unseen, and go with the job."""
    keys.forget(work, ids)


def joined(work: Work, merges: Sequence[Merge]) -> None:
    """Of two customers who are one now, no pair is left, and none of what both were like twice."""
    kept = [merge.kept for merge in merges]
    rows = work.session.execute(
        select(Duplicate.id, Duplicate.customer_id, Duplicate.other_id, Duplicate.status)
        .where(Duplicate.customer_id.in_(kept) | Duplicate.other_id.in_(kept))
        .order_by(Duplicate.status, Duplicate.id)
    )
    seen: set[frozenset[int]] = set()
    wrong: list[int] = []
    for id, customer, other, _status in rows:
        pair = frozenset((customer, other))
        if len(pair) == 1 or pair in seen:
            wrong.append(id)
        seen.add(pair)
    records.delete(work, RESOURCE, wrong)
