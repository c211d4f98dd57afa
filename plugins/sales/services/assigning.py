"""Leads get to people: one at a time everywhere, so that no turn is skipped or taken twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from core.plugin_api import User, Work, notify, one_at_a_time, records, translations
from plugins.sales.models import Absence, Lead, LeadState, Route, RouteMember, RouteTurn
from plugins.sales.services.names import LEADS, LOCK
from plugins.sales.services.routing import Given, Rule, Turns, parts
from plugins.sales.services.settings_of import Rules, rules_of
from plugins.sales.services.words import OPEN
from plugins.sales.services.zones import zones_of

_ = translations("sales")

ONE_LEAD = _("New lead: {name}")
MANY_LEADS = _("{count} new leads")
LIST = "/sales/leads"


def assign(work: Work, leads: Sequence[Mapping[str, Any]]) -> None:
    """Give leads that nobody has to somebody, by the rules, and tell them; the others wait, with a reason."""
    if not leads:
        return
    one_at_a_time(work.session, LOCK)
    settings = rules_of(work)
    rules, turns = known_rules(work), known_turns(work, settings)
    given = {lead["id"]: turns.give(rules, lead) for lead in leads}
    units = _units(work, leads, given)
    changes = [records.Update(id, {"owner": given[id].user, "unit": unit}) for id, unit in units.items()]
    zones = zones_of(work, units.values())
    records.update(work, LEADS, changes)
    states = [_state(work, settings, id, found, zones[units[id]]) for id, found in given.items()]
    records.derive(work, LeadState, states)
    write_turns(work, turns)
    tell(work, {lead["id"]: (given[lead["id"]].user, lead["name"]) for lead in leads})


def known_rules(work: Work) -> list[Rule]:
    """The rules that are in use, in their order."""
    lines = select(RouteMember.route_id, RouteMember.user_id).order_by(RouteMember.position, RouteMember.id)
    members: dict[int, list[int]] = defaultdict(list)
    for route, user in work.session.execute(lines):
        members[route].append(user)
    columns = Route.id, Route.method, Route.unit_id, Route.source, Route.places, Route.interest
    found = select(*columns).where(Route.active.is_(True)).order_by(Route.rank, Route.id)
    return [
        Rule(id, method, tuple(members[id]), unit, source or "", parts(places), parts(interest))
        for id, method, unit, source, places, interest in work.session.execute(found)
    ]


def known_turns(work: Work, settings: Rules) -> Turns:
    """As they are now; nobody else changes them until this transaction ends."""
    found = select(RouteTurn.id, RouteTurn.last_id)
    last = {id: user for id, user in work.session.execute(found) if user}
    open_leads = select(Lead.owner_id, func.count()).where(Lead.stage.in_(OPEN)).group_by(Lead.owner_id)
    load = Counter({owner: count for owner, count in work.session.execute(open_leads) if owner})
    return Turns(last, load, _there(work, settings))


def _there(work: Work, settings: Rules) -> set[int]:
    """Members of rules who can work today."""
    today = work.now.astimezone(ZoneInfo(settings.company)).date()
    members = select(User.id).join(RouteMember, RouteMember.user_id == User.id).where(User.active.is_(True))
    away = select(Absence.user_id).where(Absence.since <= today, Absence.until >= today)
    return {*work.session.scalars(members)} - {*work.session.scalars(away)}


def _units(
    work: Work, leads: Sequence[Mapping[str, Any]], given: Mapping[int, Given]
) -> dict[int, int | None]:
    """The unit of each lead: its own, else that of the rule, else that of whoever gets it."""
    users = {found.user for found in given.values() if found.user}
    found_homes = work.session.execute(select(User.id, User.unit_id).where(User.id.in_(users))).all()
    homes: dict[int | None, int | None] = {user: unit for user, unit in found_homes}  # noqa: C416  # for mypy
    units = {}
    for lead in leads:
        found = given[lead["id"]]
        by_rule = found.rule.unit if found.rule else None
        units[lead["id"]] = lead.get("unit") or by_rule or homes.get(found.user)
    return units


def _state(work: Work, settings: Rules, id: int, found: Given, zone: str | None) -> dict[str, Any]:
    """What is known of how a lead got to whom it got to."""
    rule = found.rule.id if found.rule else None
    again = reroute_at(work, settings, zone) if found.user else None
    return {"id": id, "route": rule, "waiting": found.waiting, "reroute_at": again, "reroutes": 0}


def reroute_at(work: Work, settings: Rules, zone: str | None) -> datetime | None:
    """When a lead that somebody gets now goes to somebody else, if it is not answered."""
    return settings.hours(zone).end_of(work.now, settings.reroute) if settings.reroute else None


def write_turns(work: Work, turns: Turns) -> None:
    """Keep whose turn it was."""
    records.derive(work, RouteTurn, [{"id": id, "last": turns.last[id]} for id in sorted(turns.moved)])


def tell(work: Work, given: Mapping[int, tuple[int | None, str | None]]) -> None:
    """Tell people of the leads that they got: one notification each, however many there are."""
    of_user: dict[int, list[int]] = defaultdict(list)
    for id, (user, _name) in given.items():
        if user and user != work.acts_for:
            of_user[user].append(id)
    for user, ids in of_user.items():
        if len(ids) == 1:
            notify(work, [user], ONE_LEAD.fill(name=given[ids[0]][1] or ""), f"{LIST}/{ids[0]}")
        else:
            notify(work, [user], MANY_LEADS.fill(count=len(ids)), LIST)
