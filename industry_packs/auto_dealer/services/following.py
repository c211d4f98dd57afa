"""Following changes, in the same transaction, a list at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from core.plugin_api import Change, Work
from industry_packs.auto_dealer.services import appointments, policies
from industry_packs.auto_dealer.services.calls import ending, owing, results
from industry_packs.auto_dealer.services.names import (
    ACTIVITIES,
    APPOINTMENTS,
    CAUSE,
    CUSTOMERS,
    POLICIES,
    RECALL_RANGES,
    RECALL_VEHICLES,
)
from industry_packs.auto_dealer.services.recalls import matching
from industry_packs.auto_dealer.services.repurchase import refreshing
from industry_packs.auto_dealer.services.vehicles import plates
from plugins.assets.public import ASSETS, HOLDINGS
from plugins.care.public import SERVICES

Rule = Callable[[Work, Sequence[Change]], None]


def leave(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Keep up with records that are about to go to the trash."""
    rule = LEAVING.get(resource)
    if rule:
        with work.unlimited(CAUSE) as everything:
            rule(everything, changes)


def follow(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Keep up with records that were created or changed, or came out of the trash."""
    rules = RULES.get(resource, ())
    if rules:
        with work.unlimited(CAUSE) as everything:
            for rule in rules:
                rule(everything, changes)


RULES: Mapping[str, Sequence[Rule]] = {
    ASSETS: (plates.follow, matching.vehicles_changed, refreshing.vehicles_changed),
    HOLDINGS: (refreshing.holdings_changed, owing.holdings_began, ending.holdings_ended),
    POLICIES: (policies.follow,),
    RECALL_RANGES: (matching.ranges_changed,),
    RECALL_VEHICLES: (matching.confirmed,),
    APPOINTMENTS: (appointments.follow,),
    SERVICES: (matching.serviced, owing.services_done),
    CUSTOMERS: (ending.customers_said_no,),
    ACTIVITIES: (results.follow_activities,),
}
LEAVING: Mapping[str, Rule] = {HOLDINGS: refreshing.holdings_gone, POLICIES: policies.leave}
