"""Follow-up calls, where services were done, lines that were kept aside, as resources."""

from __future__ import annotations

from core.plugin_api import (
    Action,
    Extension,
    Intake,
    Reach,
    Resource,
    View,
    choice,
    long_text,
    text,
    translations,
)
from industry_packs.auto_dealer.services.calls import results
from industry_packs.auto_dealer.services.calls.words import LEFT, RESULTS
from industry_packs.auto_dealer.services.desk import models
from industry_packs.auto_dealer.services.exchange import actions
from industry_packs.auto_dealer.services.exchange.names import GIVE, TAKE
from plugins.care.public import ServiceRecord

_ = translations("auto_dealer")

EDIT = "auto_dealer.exchange_lines.edit"
TYPES = ("application/jsonl", "application/x-ndjson", "application/json", "text/plain")

follow_ups = Resource(
    models.FollowUp,
    name="follow_ups",
    title=_("Follow-up calls"),
    singular=_("Follow-up call"),
    parent="customer",
    label="kind",
    columns=("next_on", "kind", "asset", "customer", "unit", "owner", "state", "attempts", "due_on", "note"),
    filters=("state", "kind", "unit", "owner", "due_on", "customer", "asset"),
    sorts=("next_on", "due_on", "done_on", "id"),
    default_sort="next_on",
    verbs=frozenset({"list", "read", "export"}),
    actions=(
        Action(
            name="result",
            title=_("Record the result"),
            permission="auto_dealer.follow_ups.edit",
            run=results.record_result,
            inputs={
                "result": choice(_("Result"), RESULTS, required=True),
                "note": text(_("Note"), max_length=500),
            },
        ),
    ),
    views=(
        View(
            name="calls_owed",
            title=_("To be called"),
            where={"field": "state", "op": "in", "value": list(LEFT)},
            sort="next_on",
        ),
        View(
            name="handed_over",
            title=_("Handed to the manager"),
            where={"field": "state", "op": "eq", "value": "escalated"},
            sort="next_on",
        ),
    ),
    icon="phone",
)
exchange_lines = Resource(
    models.ExchangeLine,
    name="exchange_lines",
    title=_("Lines kept aside"),
    singular=_("Line kept aside"),
    label="file",
    columns=("file", "line", "problem", "content", "state"),
    filters=("state", "file"),
    sorts=("id",),
    default_sort="-id",
    reach=Reach(unit="unit_id"),
    verbs=frozenset({"list", "read", "delete", "export"}),
    actions=(
        Action(
            name="take_again",
            title=_("Take it in again"),
            permission=EDIT,
            run=actions.take_again,
            inputs={"corrected": long_text(_("Corrected line, if it was corrected"))},
        ),
        Action(name="discard", title=_("Discard"), permission=EDIT, run=actions.discard),
        Action(
            name="give",
            title=_("Lines for another system"),
            permission=GIVE,
            run=actions.give,
            inputs={"after": text(_("After"), max_length=500, help=_("What the page before called next."))},
            on="collection",
            answers="mapping",
        ),
    ),
    intake=Intake(
        title=_("Receive vehicles and their histories as lines of JSON"),
        permission=TAKE,
        takes=TYPES,
        most_bytes=actions.LARGEST,
        run=actions.receive,
    ),
    views=(
        View(
            name="lines_waiting",
            title=_("Wait for a person"),
            where={"field": "state", "op": "eq", "value": "waiting"},
            sort="-id",
        ),
    ),
    icon="inbox",
    place="administration",
)
service_place = Extension(
    of=ServiceRecord, model=models.ServicePlace, title=_("Where it was done"), filters=("unit", "place")
)

RESOURCES = (follow_ups, exchange_lines)
EXTENSIONS = (service_place,)
