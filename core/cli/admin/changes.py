"""`guanxi changes list`: the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.cli.elements import Command, Group, Option
from core.cli.errors import UsageProblem
from core.cli.invocation import Invocation
from core.cli.resources.finding import find
from core.cli.resources.options import JSON
from core.errors import NotFound
from core.formats.moments import parse_moment
from core.labels import translations
from core.services.changes import SYSTEM, ChangesQuery, list_changes
from core.services.records.references import is_id
from core.services.work import Work

_ = translations("core")

NOBODY = "system"
MORE = _("There are more. Go on with --before {id}.")
NONE = _("No changes found.")


def command() -> Group:
    """The group."""
    return Group(
        "changes",
        _("See who changed what, and when."),
        (
            Command(
                "list",
                _("List changes, newest first."),
                run,
                (
                    Option(
                        ["--record"],
                        _("Only those of one kind of record, or of one record: customers, customers/ALFKI."),
                        metavar="KIND[/RECORD]",
                    ),
                    Option(
                        ["--actor"], _("Only those of this user; system stands for none."), metavar="LOGIN"
                    ),
                    Option(["--since"], _("Only those from this day or moment on."), metavar="MOMENT"),
                    Option(["--until"], _("Only those before this day or moment."), metavar="MOMENT"),
                    Option(["--limit"], _("How many at most (1 to 500)."), type=int, default=50, metavar="N"),
                    Option(
                        ["--before", "before_id"],
                        _("Only those older than this entry."),
                        type=int,
                        metavar="ID",
                    ),
                    JSON,
                ),
                (
                    "guanxi changes list --since 2026-11-01",
                    "guanxi changes list --record customers/ALFKI --json",
                    "guanxi changes list --actor anna --limit 10",
                ),
            ),
        ),
        ("guanxi changes list",),
    )


def run(
    invocation: Invocation,
    *,
    record: str | None,
    actor: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    before_id: int | None,
    json: bool,
) -> None:
    """A page of the journal."""
    with invocation.reading() as work:
        zone = ZoneInfo(work.actor.time_zone)
        resource, record_id = _record(work, record)
        query = ChangesQuery(
            resource=resource,
            record_id=record_id,
            actor_id=_actor(work, actor),
            since=_moment(since, zone),
            until=_moment(until, zone),
            limit=limit,
            before_id=before_id,
        )
        page = list_changes(work, query)
    if json:
        invocation.output.json_rows(page.rows, {"next": page.next})
        return
    titles = (_("Id"), _("When"), _("Who"), _("Through"), _("What"), _("Record"), _("Fields"))
    invocation.table(titles, [_cells(row, zone) for row in page.rows])
    if page.next or not page.rows:
        invocation.note(MORE.fill(id=page.next) if page.next else NONE)


def _record(work: Work, text: str | None) -> tuple[str | None, int | None]:
    """The kind of record and the id of `customers/ALFKI`."""
    if text is None:
        return None, None
    name, slash, key = text.partition("/")
    record_type = work.registry.type_of(name)
    return record_type.name, find(work, record_type, key) if slash else None


def _actor(work: Work, login: str | None) -> int | None:
    """The id of a user by login; one who was deleted is known by the id alone."""
    if login is None or login == NOBODY:
        return None if login is None else SYSTEM
    try:
        return find(work, work.registry.type_of("users"), login)
    except NotFound:
        if is_id(login):
            return int(login)
        raise


def _moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    try:
        return None if text is None else parse_moment(text, zone)
    except ValueError as error:
        raise UsageProblem(_("{text} is not a moment.").fill(text=repr(text)), why=str(error)) from error


def _cells(row: dict[str, Any], zone: ZoneInfo) -> list[str]:
    about = (
        f"{row['resource']}/{row['record_id']}"
        if row["record_id"]
        else (row["details"] or {}).get("subject", "")
    )
    moment = format(row["at"].astimezone(zone), "%Y-%m-%d %H:%M:%S")
    through = row["cause"] or row["door"]
    return [
        str(row["id"]),
        moment,
        row["actor"]["name"],
        through,
        row["operation"],
        about,
        ", ".join(row["fields"]),
    ]
