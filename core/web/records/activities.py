"""Logging what was done about a record, and completing what was planned with the next step at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.contracts.contributions import ActivityType
from core.contracts.pages import Parameters, Redirect, Reply, Shown, Toast, Visit
from core.errors import FieldErrors, Invalid, NotFound
from core.host.record_types import RecordType
from core.host.schemas import parse
from core.http.requests import record_id
from core.labels import Label, translations
from core.services import records, timeline
from core.services.records.preparing import context_of
from core.web.origin import local_address
from core.web.records.subject import Subject, may, subject_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

Control = dict[str, Any]
NOTE, TASK = "note", "task"
FORM, LONGEST_SUBJECT = "form", 200
AHEAD = timedelta(days=7)
MORNING = 9
LOGGED = _("{type}: noted.")
PLANNED = _("{type}: planned.")
COMPLETED, FOLLOWED = _("Done."), _("Done. The next step is planned.")


@dataclass(frozen=True, slots=True)
class Logging:
    """A button that logs an activity; `key` is the key that does so too."""

    type: ActivityType
    href: str
    key: str


def logging_of(work: Work, subject: Subject) -> list[Logging]:
    """What can be logged about a record: every type of activity, if the actor may write any."""
    activities = work.registry.type_of(timeline.ACTIVITIES)
    if not timeline.has_activities(subject.record_type) or not may(work, activities, "create"):
        return []
    types = work.registry.activity_types.values()
    keys = [str(number) if number < 10 else "" for number in range(1, len(types) + 1)]
    return [Logging(item, subject.to(f"log/{item.name}"), key) for item, key in zip(types, keys, strict=True)]


def log_form(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The form for an activity of the type in the path."""
    subject = subject_of(work, visit, record_type)
    return _log_page(work, visit, subject, _type_of(work, visit), Parameters(), {})


def log(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Write the activity that the form says; what is still to come is planned."""
    subject, kind, form = subject_of(work, visit, record_type), _type_of(work, visit), visit.form
    planned = form.get("status") == "planned"
    values = {
        **_said(kind, form, planned),
        "type": kind.name,
        "resource": record_type.name,
        "record_id": subject.id,
        "owner": work.actor.user_id,
        "status": "planned" if planned else "done",
    }
    if record_type.name == "contacts":
        values["contact"] = subject.id
    try:
        (id,) = records.create(work, work.registry.type_of(timeline.ACTIVITIES), [values])
        _plan_next(work, id, form)
    except Invalid as error:
        return _log_page(work, visit, subject, kind, form, error.errors)
    text = (PLANNED if planned else LOGGED).fill(type=kind.title)
    return Redirect(to=subject.to(), toast=Toast(text=text))


def _said(kind: ActivityType, form: Parameters, planned: bool) -> dict[str, Any]:
    """What was written into the form; a note has no time of its own."""
    values = {
        name: form[name] for name in ("subject", "description", "outcome") if form.get(name, "").strip()
    }
    when = form.get("when", "").strip()
    if when and kind.name != NOTE:
        values["due_at" if planned else "starts_at"] = when
    return values


def _plan_next(work: Work, id: int, form: Parameters) -> None:
    """The next step that was written below what was done."""
    if not form.get("next_due_at", "").strip():
        return
    done = records.read(work, timeline.ACTIVITIES, id, children=())
    same = {name: done[name] for name in ("type", "resource", "record_id", "owner", "contact")}
    text = form.get("next_step", "").strip() or done["subject"]
    due = {"due_at": form["next_due_at"], "subject": text[:LONGEST_SUBJECT], "status": "planned"}
    if same["type"] == NOTE:
        same["type"] = TASK
    records.create(work, timeline.ACTIVITIES, [{**same, **due}])


def _type_of(work: Work, visit: Visit) -> ActivityType:
    kind = work.registry.activity_types.get(visit.path["type"])
    if kind is None:
        raise NotFound
    return kind


def _log_page(
    work: Work, visit: Visit, subject: Subject, kind: ActivityType, form: Parameters, errors: FieldErrors
) -> Reply:
    values = {
        "subject": subject,
        "type": kind,
        "controls": list(_log_controls(work, kind, form, errors)),
        "later": list(_next_controls(work, form, errors, None)),
        "errors": _other(errors, ("subject", "description", "due_at", "starts_at", "outcome", "next_due_at")),
        "action": subject.to(f"log/{kind.name}"),
        "back": subject.to(),
    }
    return Shown(template="record/log.html", values=values, status=422 if errors else 200, block=FORM)


def _log_controls(work: Work, kind: ActivityType, form: Parameters, errors: FieldErrors) -> Iterator[Control]:
    def control(field: str, name: str, value: str = "") -> Control:
        return _control(work, fields[field].label, name, form.get(name, value), errors)

    fields = work.registry.type_of(timeline.ACTIVITIES).fields
    text = {**control("description", "description"), "type": "textarea"}
    if kind.name == NOTE:
        yield {**text, "autofocus": True}
        return
    subject = control("subject", "subject", work.translate(kind.title))
    yield {**subject, "type": "text", "autofocus": True, "max_length": LONGEST_SUBJECT}
    yield text
    planned = form.get("status", "planned" if kind.name == TASK else "done") == "planned"
    yield {**control("status", "status"), **_select(_states(work, planned))}
    wrong = {"when": [*errors.get("due_at", ()), *errors.get("starts_at", ())]}
    when = form.get("when", _written(work, _tomorrow(work) if planned else work.now))
    yield {**_control(work, fields["happens_at"].label, "when", when, wrong), "type": "datetime-local"}
    if kind.name != TASK:
        yield {**control("outcome", "outcome"), "max_length": 500}


def _states(work: Work, planned: bool) -> list[Mapping[str, Any]]:
    return [
        {"value": code, "text": work.translate(text), "selected": planned == (code == "planned")}
        for code, text in (("done", _("Done")), ("planned", _("Planned")))
    ]


def _select(options: Sequence[Mapping[str, Any]]) -> Control:
    return {"type": "select", "options": options, "required": True}


def _next_controls(
    work: Work, form: Parameters, errors: FieldErrors, due: datetime | None
) -> Iterator[Control]:
    """What the next step is and when; proposed if `due` says when."""
    step = _("Next step")
    yield {**_control(work, step, "next_step", form.get("next_step", ""), errors), "max_length": 500}
    proposed = form.get("next_due_at", _written(work, due) if due else "")
    when = _control(work, _("Next step due at"), "next_due_at", proposed, errors)
    yield {**when, "type": "datetime-local"}


def _control(work: Work, label: str, name: str, value: str, errors: FieldErrors) -> Control:
    wrong = [work.translate(item.message) for item in errors.get(name, ())]
    return {
        "name": name,
        "id": f"log-{name}",
        "label": work.translate(label),
        "value": value,
        "errors": wrong,
    }


def _other(errors: FieldErrors, shown: Sequence[str]) -> list[Label | str]:
    """What is wrong with fields that the form does not show."""
    return [item.message for name, items in errors.items() if name not in shown for item in items]


def _written(work: Work, moment: datetime) -> str:
    """A moment as a form has it, in the actor's time zone."""
    return moment.astimezone(ZoneInfo(work.actor.time_zone)).strftime("%Y-%m-%dT%H:%M")


def _tomorrow(work: Work) -> datetime:
    local = work.now.astimezone(ZoneInfo(work.actor.time_zone)) + timedelta(days=1)
    return local.replace(hour=MORNING, minute=0)


def complete_form(work: Work, visit: Visit) -> Reply:
    """The form that completes an activity, with a next step proposed."""
    return _complete_page(work, visit, _planned(work, visit), Parameters(), {})


def _planned(work: Work, visit: Visit) -> Subject:
    return subject_of(work, visit, work.registry.type_of(timeline.ACTIVITIES))


def complete(work: Work, visit: Visit) -> Reply:
    """Complete the activity, and plan the next one unless it is not wanted."""
    activities = work.registry.type_of(timeline.ACTIVITIES)
    action = next(item for item in activities.resource.actions if item.name == "complete")
    work.require(action.permission)
    names = ("outcome", "next_step", "next_due_at", "next_type")
    with_next = visit.form.get("plan") == "yes"
    sent = {name: visit.form[name] for name in names if visit.form.get(name, "").strip()}
    wanted = sent if with_next else {name: sent[name] for name in ("outcome",) if name in sent}
    try:
        inputs = parse(activities.action_model(action), wanted, context_of(work))
        action.run(work, record_id(visit.path["id"]), inputs)
    except Invalid as error:
        return _complete_page(work, visit, _planned(work, visit), visit.form, error.errors)
    followed = with_next and ("next_due_at" in wanted or "next_type" in wanted)
    back = local_address(visit.form.get("next", ""), f"/activities/{visit.path['id']}")
    return Redirect(to=back, toast=Toast(text=FOLLOWED if followed else COMPLETED))


def _complete_page(
    work: Work, visit: Visit, subject: Subject, form: Parameters, errors: FieldErrors
) -> Reply:
    activities = subject.record_type
    back = form.get("next", "") or visit.query.get("next", "")
    kinds = work.registry.activity_types.items()
    chosen = form.get("next_type", subject.row["type"])
    options = [
        {"value": code, "text": work.translate(kind.title), "selected": code == chosen}
        for code, kind in kinds
    ]
    outcome = _control(work, activities.fields["outcome"].label, "outcome", form.get("outcome", ""), errors)
    kind = _control(work, _("Type of the next step"), "next_type", "", errors)
    proposed = Parameters(
        [("next_step", subject.row["next_step"] or subject.row["subject"] or ""), *form.pairs]
    )
    step, due = _next_controls(work, proposed, errors, _next_due(work, subject))
    later = [step, {**kind, **_select(options)}, due]
    values = {
        "subject": subject,
        "controls": [{**outcome, "max_length": 500, "autofocus": True}],
        "later": later,
        "errors": _other(errors, ("outcome", "next_step", "next_due_at", "next_type")),
        "action": f"/activities/{subject.id}/complete",
        "back": local_address(back, subject.address),
    }
    return Shown(template="record/complete.html", values=values, status=422 if errors else 200, block=FORM)


def _next_due(work: Work, subject: Subject) -> datetime:
    """A week from now at the same time of the day, on a working day."""
    zone = ZoneInfo(work.actor.time_zone)
    before = (subject.row["due_at"] or work.now).astimezone(zone)
    day = work.now.astimezone(zone) + AHEAD
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day.replace(hour=before.hour, minute=before.minute)
