"""Pairs of likely duplicates: found, kept, warned of, forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from core.plugin_api import (
    Actor,
    Change,
    Customer,
    FieldError,
    FieldErrors,
    Merge,
    Work,
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
PART = 500

Row = Mapping[str, Any]


def visible(actor: Actor, action: str) -> ColumnElement[bool] | None:
    """Whoever may not see the other customer does not learn that it is like this one."""
    return None if actor.is_system else Duplicate.other_id.in_(select(Customer.id))


def like(work: Work, profile: Profile, least: int | None = None) -> list[tuple[int, int, list[str]]]:
    """Visible customers that are likely this one: id, likeness, reasons; the most alike first."""
    least = get_setting(work, "data_quality.likeness") if least is None else least
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


def keep(work: Work, found: Found) -> dict[str, int]:
    """Make the pairs what was found: new ones are added, open ones that are none any more go."""
    there = _there(work)
    new = [_row(pair, *item) for pair, item in sorted(found.items()) if _name(pair) not in there]
    gone = [id for name, (id, status) in there.items() if status == "open" and _pair(name) not in found]
    for start in range(0, len(new), PART):
        records.create(work, RESOURCE, new[start : start + PART])
    for start in range(0, len(gone), PART):
        records.delete(work, RESOURCE, gone[start : start + PART])
    return {"new": len(new), "gone": len(gone), "pairs": len(found)}


def _there(work: Work) -> dict[str, tuple[int, str]]:
    statement = select(Duplicate.pair, Duplicate.id, Duplicate.status)
    return {pair: (id, status) for pair, id, status in work.session.execute(statement)}


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
        (wrong.append(id) if len(pair) == 1 or pair in seen else seen.add(pair))
    _delete(work, wrong)


def _delete(work: Work, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), PART):
        records.delete(work, RESOURCE, ids[start : start + PART])
