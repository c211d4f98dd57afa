"""Rows that point at any record (activities, journal, search entries, tags): by what each kind is told.

They are seen by whoever may see the record that they are about. Its customer, the anchor, tells that for
most; a record without a customer, or with a rule of its own, is looked at itself. What is a record of its own
right (an activity) must besides lie within reach: its customer, or without one itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from core.contracts.work import Actor, ReachName
from core.host.record_types import RecordType
from core.services.access.catalogue import Catalogue
from core.services.access.reaches import has_columns, narrowest, reach_of


@dataclass(frozen=True, slots=True)
class About:
    """What rows may be about, by how it is told whether they are seen.

    `by_customer`: names of resources by the reach within which their customer must lie; `free`: of those that
    are seen when there is no customer; `itself`: record types that are looked at when there is no customer;
    `ruled`: those that are looked at in any case.
    """

    by_customer: dict[ReachName, list[str]] = field(default_factory=lambda: defaultdict(list))
    free: list[str] = field(default_factory=list)
    itself: list[RecordType] = field(default_factory=list)
    ruled: list[RecordType] = field(default_factory=list)


def about(catalogue: Catalogue, actor: Actor, at_most: ReachName, *, of_records: bool) -> About:
    """All record types that the actor may see; `at_most` limits further where their customers must lie.

    `of_records`: the rows are records that point at others (activities). One that is about another such
    record is told by its own columns, or they would have to be followed without end.
    """
    found = About()
    for record_type in catalogue.record_types:
        reach = reach_of(actor, record_type, "view")
        if reach is None:
            continue
        followed = not (record_type.anchored and of_records)
        if followed and _is_ruled(catalogue, record_type):
            found.ruled.append(record_type)
            continue
        of_customer = narrowest((reach, at_most, reach_of(actor, catalogue.customers, "view")))
        if of_customer:
            found.by_customer[of_customer].append(record_type.name)
        if not followed or _is_free(record_type, reach):
            found.free.append(record_type.name)
        elif not catalogue.always_anchored(record_type):
            found.itself.append(record_type)
    return found


def _is_ruled(catalogue: Catalogue, record_type: RecordType) -> bool:
    """Whether the customer does not tell enough, because a rule hides records of this type or below it."""
    return catalogue.is_ruled(record_type) or (record_type.anchored and not catalogue.anchors_tell_all)


def _is_free(record_type: RecordType, reach: ReachName) -> bool:
    """Whether the right alone shows every record of this type that has no customer."""
    told_by_others = record_type.resource.parent or record_type.anchored
    return not told_by_others and (reach == "all" or not has_columns(record_type))
