"""Working out what is due, and writing it down: for many subjects at once, only when something happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from core.plugin_api import Work, among, chunks, is_unchanged, journal_mark
from plugins.care.models import Reminded, Subject, SubjectState
from plugins.care.services import rule
from plugins.care.services.codes import written
from plugins.care.services.days import number, today
from plugins.care.services.histories import Looked, read
from plugins.care.services.plans import Plans
from plugins.care.services.visits import BUNDLE_DAYS, bundle_of
from plugins.care.services.writing import (
    STATE,
    Found,
    Row,
    Standing,
    are_known,
    different,
    standing,
    write,
)

PART = 2_000
"""Subjects in one statement."""
CAUSE = "care"
PLACES = 10_000
ORDER = ("overdue", "due_soon", "ok", "unknown_history", "not_scheduled")
"""From the most urgent to the least."""
MOST_PLACES = Decimal(10) ** 14
NO_USE: Row = (None,) * 6
NOTHING: Row = (ORDER[-1], *(None,) * (len(STATE) - 1))
"""The state of what cannot be worked out: nobody knows since when it is in service."""


def recompute(work: Work, ids: Iterable[int]) -> int:
    """Work out anew what is due for these subjects; answers how many there were.

    What is due is the same for everybody, so the rights of whoever caused it play no part.
    """
    wanted = sorted(set(ids))
    with work.unlimited(CAUSE) as everything:
        _lock(everything, wanted)
        _work_out(everything, wanted)
    return len(wanted)


def _work_out(work: Work, ids: Sequence[int]) -> None:
    """Work out and write down what is due for subjects that are locked."""
    for found in _found(work, ids, Plans()):
        write(work, found, standing(work, found.ids))


@dataclass(frozen=True, slots=True)
class Seen:
    """What was worked out while nobody waited, what the tables said then, and where the journal ended."""

    found: Found
    said: Standing
    mark: int | None

    @property
    def stale(self) -> list[int]:
        """The subjects of which the tables say something else."""
        return different(self.found, self.said)


def see(work: Work, ids: Sequence[int]) -> Seen:
    """Work out what is due for these subjects, at most `PART`; nothing is written."""
    with work.unlimited(CAUSE) as everything:
        mark = journal_mark(everything)
        if mark is None and not are_known(everything, ids):
            # They have to be worked out again within a lock, every one of them.
            return Seen(Found(ids, {}, dict.fromkeys(ids, NOTHING)), Standing({}, {}), mark)
        (found,) = _found(everything, ids, Plans())
        return Seen(found, standing(everything, ids), mark)


def put_right(work: Work, seen: Seen, ids: Sequence[int]) -> None:
    """Have the tables say what was seen of these subjects; what somebody touched since is worked out anew.

    Whatever counts is in the journal, or changes what the tables say at once.
    """
    with work.unlimited(CAUSE) as everything:
        _lock(everything, ids)
        said, same = standing(everything, ids), is_unchanged(everything, seen.mark)
        good = [id for id in ids if same and said.of(id) == seen.said.of(id)]
        write(everything, Found(good, seen.found.tasks, seen.found.states), said)
        _work_out(everything, sorted(set(ids) - set(good)))


def _lock(work: Work, ids: Sequence[int]) -> None:
    """Who works out the same subjects waits: else each would write what the other one has not seen."""
    for part in chunks(ids, PART):
        locking = select(Subject.id).where(among(Subject.id, part)).order_by(Subject.id)
        work.session.execute(locking.with_for_update(of=Subject, key_share=True)).all()


def _found(work: Work, ids: Sequence[int], plans: Plans) -> Iterator[Found]:
    """What is due for these subjects, in parts."""
    on = today(work)
    for part in chunks(ids, PART):
        looked = read(work, part)
        plans.read(work, {each.plan for each in looked})
        reminded = _reminded(work, part)
        found = Found(part, {}, dict.fromkeys(part, NOTHING))
        for each in looked:
            told = rule.outlook(plans.in_unit(each.plan, each.unit), each.history, on)
            found.tasks[each.id] = [_row(each.id, due) for due in told.dues]
            found.states[each.id] = _state(each, told, plans, reminded.get(each.id, frozenset()), on)
        yield found


def _row(subject: int, due: rule.Due) -> Row:
    """As `writing.TASK` names it."""
    return (
        *(subject, due.code, due.state, due.anchor, due.anchor_day.toordinal()),
        *(number(due.time_due), due.distance_due, number(due.distance_due_date)),
        *(due.basis, number(due.due_date), due.due_by, number(due.soon_on), number(due.overdue_on)),
    )


def _use(usage: rule.Usage | None) -> Row:
    """How much it is used; nothing is known of what has no meter."""
    if usage is None:
        return NO_USE
    return usage.day.toordinal(), usage.value, usage.gain, usage.days, shown(usage), usage.source


def _state(each: Looked, found: rule.Outlook, plans: Plans, reminded: AbstractSet[str], on: date) -> Row:
    """As `writing.STATE` names it."""
    bundle = bundle_of(found.dues, on)
    reminds = each.active and plans.known[each.plan].reminds
    return (
        _urgency(found.dues, on) if each.active else ORDER[-1],
        min([due.due_date for due in bundle if due.due_date], default=None),
        written([due.code for due in bundle])[:1_000] or None,
        _missed(each, found.dues, on),
        _remind_on(found.dues, reminded) if reminds else None,
        _next_turn(found, on),
        *_use(found.usage if each.unit else None),
    )


def _urgency(dues: Sequence[rule.Due], on: date) -> str:
    """The most urgent of all."""
    statuses = {due.status(on) for due in dues}
    return next((name for name in ORDER if name in statuses), ORDER[-1])


def shown(usage: rule.Usage) -> Decimal:
    """The rate with four decimals, half up."""
    whole = (2 * usage.gain * PLACES + usage.days) // (2 * usage.days)
    return min(Decimal(whole).scaleb(-4), MOST_PLACES)


def _missed(each: Looked, dues: Sequence[rule.Due], on: date) -> date | None:
    """When the first of the promised visits that are overdue became so."""
    if not (each.promised and each.active):
        return None
    late = (due for due in dues if due.overdue_on and due.overdue_on <= on)
    until = each.promised_until
    return min((due.overdue_on for due in late if _is_promised(due, until) and due.overdue_on), default=None)


def _is_promised(due: rule.Due, until: date | None) -> bool:
    return until is None or (due.due_date is not None and due.due_date <= until)


def _remind_on(dues: Sequence[rule.Due], reminded: AbstractSet[str]) -> date | None:
    """The first day on which a task is due soon of which nobody was reminded yet.

    Something has happened: whatever spoke against a reminder when it was decided, and for whatever time, is
    looked at again.
    """
    days = [due.soon_on for due in dues if due.soon_on and not (reminded and due.occurrence in reminded)]
    return min(days, default=None)


def _next_turn(found: rule.Outlook, on: date) -> date | None:
    """The first day after this one on which time alone changes what was written down."""
    following = found.refresh_on
    for due in found.dues:
        if due.due_date is not None:
            for day in (due.soon_on, due.overdue_on, due.due_date, rule.earlier(due.due_date, BUNDLE_DAYS)):
                if day is not None and day > on and (following is None or day < following):
                    following = day
    return following


def _reminded(work: Work, ids: Sequence[int]) -> dict[int, set[str]]:
    """By subject, of what it was reminded."""
    found: dict[int, set[str]] = {}
    rows = select(Reminded.subject_id, Reminded.occurrence).where(Reminded.subject_id.in_(ids))
    for subject, occurrence in work.session.execute(rows):
        found.setdefault(subject, set()).add(occurrence)
    return found


def due_now(work: Work, limit: int) -> list[int]:
    """Subjects for which time alone has changed something; what another job has in hand is passed over."""
    turned = (
        select(Subject.id)
        .join(SubjectState, SubjectState.id == Subject.id)
        .where(SubjectState.next_on <= today(work))
        .order_by(SubjectState.next_on, Subject.id)
        .limit(limit)
    )
    return list(work.session.scalars(turned.with_for_update(of=Subject, key_share=True, skip_locked=True)))


def ends(work: Work) -> tuple[int, int]:
    """The first and the last id of subjects; zero without any."""
    # Asked for together, they are found by looking at all.
    first, last = (work.session.scalar(select(end(Subject.id))) for end in (func.min, func.max))
    return first or 0, last or 0


def between(work: Work, id: int, end: int, limit: int) -> list[int]:
    """Subjects after one id up to another, in their order."""
    found = select(Subject.id).where(Subject.id > id, Subject.id <= end)
    return list(work.session.scalars(found.order_by(Subject.id).limit(limit)))
