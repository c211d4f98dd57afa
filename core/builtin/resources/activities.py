"""Activities as a resource."""

from __future__ import annotations

from core.builtin.activities import check_about, check_times, complete
from core.contracts.fields import choice, moment, text
from core.contracts.resources import Action, Calendar, Children, Reach, Resource, Section, Transitions
from core.data.models import Activity, ActivityParticipant
from core.labels import translations

_ = translations("core")

activities = Resource(
    Activity,
    name="activities",
    title=_("Activities"),
    singular=_("Activity"),
    label="subject",
    columns=("happens_at", "type", "subject", "customer", "status", "owner", "outcome", "next_step"),
    filters=(
        "type",
        "status",
        "channel",
        "direction",
        "owner",
        "unit",
        "customer",
        "contact",
        "due_at",
        "tags",
    ),
    sorts=("happens_at", "due_at", "id"),
    default_sort="-happens_at",
    reach=Reach(owner="owner_id", unit="unit_id", team=ActivityParticipant),
    children=(Children(model=ActivityParticipant, name="participants", title=_("Participants")),),
    transitions={
        "status": Transitions(
            initial=("planned", "done"),
            moves={"planned": ("done", "cancelled"), "done": ("planned",), "cancelled": ("planned",)},
        )
    },
    checks=(check_about, check_times),
    actions=(
        Action(
            name="complete",
            title=_("Complete"),
            permission="core.activities.edit",
            run=complete,
            inputs={
                "outcome": text(_("Outcome"), max_length=500),
                "next_step": text(_("Next step"), max_length=500),
                "next_due_at": moment(_("Next step due at")),
                "next_type": choice(_("Type of the next step"), "activity_types"),
            },
        ),
    ),
    taggable=True,
    extensible=True,
    sections=(
        Section(title=_("Activity"), fields=("type", "subject", "description", "status")),
        Section(title=_("About"), fields=("customer", "contact", "channel", "direction")),
        Section(title=_("When"), fields=("due_at", "starts_at", "ends_at", "remind_at", "done_at")),
        Section(title=_("Result"), fields=("outcome", "next_step")),
        Section(title=_("In charge"), fields=("owner", "unit")),
    ),
    first=("type", "subject", "customer", "due_at", "description"),
    icon="list-checks",
    shortcut="g a",
    board="status",
    calendar=Calendar(by="happens_at", moves=("starts_at", "due_at"), end="ends_at"),
)
