"""`guanxi jobs`: see jobs, run them again, discard them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from core.cli.elements import Argument, Command, Group, Option
from core.cli.invocation import Invocation
from core.cli.resources.options import DRY_RUN, JSON, LIMIT
from core.labels import Label, translations
from core.services.jobs import managing
from core.services.work import Work

_ = translations("core")

NONE = _("There are none.")
MORE = _("There are more. Go on with --before {id}.")
AGAIN = _("Job {id} runs again.")
DISCARDED = _("Job {id} is discarded.")
JOB = Argument("id", _("The id of the job."), type=int, metavar="ID")


def command() -> Group:
    """The group."""
    return Group(
        "jobs",
        _("See jobs, run them again, discard them."),
        (_list(), _show(), _retry(), _discard()),
        ("guanxi jobs list --state dead", "guanxi jobs retry 17"),
    )


def _list() -> Command:
    state = _(
        "Only those that are waiting, running, done, dead, discarded; parked: their plugin does not run."
    )
    before = Option(["--before", "before_id"], _("Only those older than this one."), type=int, metavar="ID")
    return Command(
        "list",
        _("List jobs, newest first."),
        run_list,
        (
            Option(["--state"], state, metavar="STATE"),
            Option(["--name"], _("Only those of this name, such as core.tidy_up."), metavar="NAME"),
            LIMIT,
            before,
            JSON,
        ),
        ("guanxi jobs list", "guanxi jobs list --state dead", "guanxi jobs list --name core.tidy_up --json"),
    )


def _show() -> Command:
    text = _("Show one: how far it is, what it was given, what came of it.")
    return Command("show", text, run_show, (JOB, JSON), ("guanxi jobs show 17",))


def _retry() -> Command:
    return Command(
        "retry",
        _("Run a job again that is dead or discarded, or now if it waits."),
        partial(run_change, managing.retry, AGAIN),
        (JOB, DRY_RUN, JSON),
        ("guanxi jobs retry 17", "guanxi jobs retry 17 --dry-run"),
    )


def _discard() -> Command:
    return Command(
        "discard",
        _("Discard a job that waits, runs or is dead."),
        partial(run_change, managing.discard, DISCARDED),
        (JOB, DRY_RUN, JSON),
        ("guanxi jobs discard 17", "guanxi jobs discard 17 --dry-run"),
    )


def run_list(
    invocation: Invocation,
    *,
    state: str | None,
    name: str | None,
    limit: int,
    before_id: int | None,
    json: bool,
) -> None:
    """A page of jobs."""
    with invocation.reading() as work:
        query = managing.JobsQuery(state=state, name=name, limit=limit, before_id=before_id)
        page, zone = managing.list_jobs(work, query), ZoneInfo(work.actor.time_zone)
    if json:
        invocation.output.json_rows(page.rows, {"next": page.next})
        return
    titles = (_("Id"), _("Name"), _("State"), _("Due"), _("Attempt"), _("Progress"), _("Error"))
    invocation.table(titles, [_cells(row, zone) for row in page.rows], numbers={0})
    if page.next or not page.rows:
        invocation.note(MORE.fill(id=page.next) if page.next else NONE)


def run_show(invocation: Invocation, *, id: int, json: bool) -> None:
    """All about one job."""
    with invocation.reading() as work:
        found, zone = managing.read_job(work, id), ZoneInfo(work.actor.time_zone)
    if json:
        invocation.output.json(data=found)
        return
    for title, value in _pairs(found, zone):
        if value:
            invocation.output.text(f"{invocation.translate(title)}: {value}")


def run_change(
    change: Callable[[Work, int], dict[str, Any]],
    said: Label,
    invocation: Invocation,
    *,
    id: int,
    dry_run: bool,
    json: bool,
) -> None:
    """Change one job."""
    with invocation.writing(dry_run=dry_run) as work:
        found = change(work, id)
    if json:
        invocation.output.json(data=found)
    else:
        invocation.text(said.fill(id=id))


def _cells(row: dict[str, Any], zone: ZoneInfo) -> list[str]:
    attempt = f"{row['attempt']}/{row['attempts'] or '?'}"
    due = _local(row["due_at"], zone)
    return [str(row["id"]), row["name"], row["state"], due, attempt, _far(row["progress"]), row["error"]]


def _pairs(row: dict[str, Any], zone: ZoneInfo) -> list[tuple[str, str]]:
    moments = (
        (_("Enqueued"), "enqueued_at"),
        (_("Due"), "due_at"),
        (_("Started"), "started_at"),
        (_("Finished"), "finished_at"),
    )
    return [
        (_("Id"), str(row["id"])),
        (_("Name"), row["name"]),
        (_("State"), row["state"]),
        (_("Who"), (row["actor"] or {"name": "system"})["name"] or ""),
        (_("Key"), row["key"] or ""),
        *((title, _local(row[name], zone)) for title, name in moments),
        (_("Attempt"), f"{row['attempt']}/{row['attempts'] or '?'}"),
        (_("Progress"), _far(row["progress"])),
        (_("Payload"), _json(row["payload"])),
        (_("Result"), _json(row["result"])),
        (_("Error"), row["error"]),
    ]


def _far(progress: dict[str, Any]) -> str:
    """`300/1000 customers`."""
    numbers = "/".join(f"{progress[name]}" for name in ("done", "total") if progress[name] is not None)
    return " ".join(filter(None, (numbers, progress["text"])))


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    return format(moment.astimezone(zone), "%Y-%m-%d %H:%M:%S") if moment else ""


def _json(value: Any) -> str:
    from core.formats.plain_json import encode

    return "" if value in (None, {}) else encode(value).decode()
