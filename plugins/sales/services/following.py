"""Following changes: new leads get to people, how leads stand is worked out anew, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from core.plugin_api import Change, Work, insert_missing, records
from plugins.sales.models import LeadState, SeenKey
from plugins.sales.services import steps
from plugins.sales.services.assigning import assign
from plugins.sales.services.clock import set_clock
from plugins.sales.services.names import ACTIVITIES, CAUSE, LEADS
from plugins.sales.services.standing import refresh
from plugins.sales.services.words import OPEN


def created(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Records were created."""
    _follow(NEW_ONES, work, resource, changes)


def updated(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Records were changed, or came out of the trash."""
    _follow(CHANGED_ONES, work, resource, changes)


def deleting(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Records go to the trash."""
    _follow(GOING_ONES, work, resource, changes)


Rule = Callable[[Work, Work, Sequence[Change]], None]


def _follow(rules: Mapping[str, Rule], work: Work, resource: str, changes: Sequence[Change]) -> None:
    """With all rights; the journal names the cause of what it follows from, so that both are undone."""
    if rule := rules.get(resource):
        with work.unlimited(work.cause or CAUSE) as everything:
            rule(work, everything, changes)


def _new_leads(_work: Work, everything: Work, changes: Sequence[Change]) -> None:
    leads = [change.after for change in changes if change.after]
    keys = [{"key": lead["key"]} for lead in leads if lead["key"]]
    insert_missing(everything.session, SeenKey, keys, [SeenKey.key], SeenKey.id)
    assign(everything, [lead for lead in leads if lead["owner"] is None and lead["stage"] in OPEN])
    refresh(everything, [lead["id"] for lead in leads])
    set_clock(everything)


def _changed_leads(_work: Work, everything: Work, changes: Sequence[Change]) -> None:
    """Whoever gives a lead to somebody stops its clock; what the rules do sets it again, afterwards."""
    moves = {}
    for change in changes:
        before, after = change.before or {}, change.after or {}
        if change.changed("owner", "unit"):
            moves[change.id] = before.get("owner"), after.get("owner"), after.get("unit")
    if moves:
        steps.hand_over(everything, moves)
    given = [{"id": change.id, "reroute_at": None} for change in changes if change.changed("owner")]
    records.derive(everything, LeadState, given)
    refresh(everything, [change.id for change in changes])


def _going_leads(_work: Work, everything: Work, changes: Sequence[Change]) -> None:
    steps.cancel(everything, [change.id for change in changes])


def _activities(_work: Work, everything: Work, changes: Sequence[Change]) -> None:
    refresh(everything, about(changes))


def _going_activities(work: Work, everything: Work, changes: Sequence[Change]) -> None:
    """What an undo takes back may be about leads that it takes back too: it plans nothing for those."""
    refresh(everything, about(changes), without={change.id for change in changes}, plan=not work.undoing)


def about(changes: Iterable[Change]) -> set[int]:
    """The leads that activities are or were about."""
    sides = (side for change in changes for side in (change.before, change.after) if side)
    return {side["record_id"] for side in sides if side["resource"] == LEADS}


NEW_ONES: Mapping[str, Rule] = {LEADS: _new_leads, ACTIVITIES: _activities}
CHANGED_ONES: Mapping[str, Rule] = {LEADS: _changed_leads, ACTIVITIES: _activities}
GOING_ONES: Mapping[str, Rule] = {LEADS: _going_leads, ACTIVITIES: _going_activities}
