"""`guanxi undo`: see what was done at once, and take it back as one."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any
from zoneinfo import ZoneInfo

import click

from core.cli.elements import Argument, Command, Group, Option
from core.cli.interrupts import Interruptible
from core.cli.invocation import DRY_RUN_NOTE, Invocation
from core.cli.progress import Progress
from core.cli.resources.options import JSON, LIMIT, YES
from core.cli.resources.reasons import lines_of
from core.cli.words import confirm
from core.labels import Label, translations
from core.services.undo import managing
from core.services.undo.reasons import shown

_ = translations("core")

NONE = _("There are none.")
MORE = _("There are more. Go on with --before {id}.")
WHAT = _("Records")
GO_ON = _("Say the same again to go on.")
WILL_UNDO = _("{title} {id}: {changed} changed will be as they were before.")
IS_UNDONE = _("{undone} taken back, {kept} kept.")
OPERATION = Argument("id", _("The id of the operation."), type=int, metavar="ID")
DRY_RUN = Option(["--dry-run"], _("Try it, part by part, and take each back."), is_flag=True)


def command() -> Group:
    """The group."""
    text = _("See what was done at once: imports, bulk changes, deletions, merges; and undo it.")
    return Group("undo", text, (_list(), _show(), _apply()), ("guanxi undo list", "guanxi undo apply 17"))


def _list() -> Command:
    before = Option(["--before", "before_id"], _("Only those older than this one."), type=int, metavar="ID")
    kind = Option(["--kind"], _("Only this kind."), type=click.Choice(list(managing.KINDS)))
    status = Option(["--status"], _("Only with this status."), type=click.Choice(managing.STATUSES))
    examples = ("guanxi undo list", "guanxi undo list --kind import", "guanxi undo list --json")
    options = (kind, status, LIMIT, before, JSON)
    return Command("list", _("List what was done at once, newest first."), run_list, options, examples)


def _show() -> Command:
    text = _("Show one: what it changed, what failed, what its undo has kept.")
    return Command("show", text, run_show, (OPERATION, JSON), ("guanxi undo show 17",))


def _apply() -> Command:
    text = _("Undo one. What others have changed since, or built upon, stays and is named.")
    examples = ("guanxi undo apply 17 --dry-run", "guanxi undo apply 17 --yes")
    return Command("apply", text, run_apply, (OPERATION, YES, DRY_RUN, JSON), examples)


def run_list(
    invocation: Invocation,
    *,
    kind: str | None,
    status: str | None,
    limit: int,
    before_id: int | None,
    json: bool,
) -> None:
    """A page of operations."""
    query = managing.OperationsQuery(kind=kind, status=status, limit=limit, before_id=before_id)
    with invocation.reading() as work:
        page = managing.list_operations(work, query)
    if json:
        invocation.output.json_rows(page.rows, {"next": page.next})
        return
    titles = (_("Id"), _("When"), _("What"), _("Records"), _("Who"), _("Changed"), _("Failed"), _("Status"))
    invocation.table(titles, [_cells(invocation, row) for row in page.rows], numbers={0, 5, 6})
    if page.next or not page.rows:
        invocation.note(MORE.fill(id=page.next) if page.next else NONE)


def run_show(invocation: Invocation, *, id: int, json: bool) -> None:
    """All about one operation."""
    with invocation.reading() as work:
        found = managing.read_operation(work, id)
    if json:
        invocation.output.json(data=found)
        return
    names = (
        *((_("Id"), "id"), (_("What"), "title"), (_("Records"), "records"), (_("Status"), "status")),
        *(
            (_("Changed"), "changed"),
            (_("Failed"), "failed"),
            (_("Taken back"), "undone"),
            (_("Kept"), "kept"),
        ),
    )
    for title, name in names:
        invocation.output.text(f"{invocation.translate(title)}: {invocation.translate(_text(found[name]))}")
    for reasons in (found["failures"], found["kept_reasons"]):
        _print_reasons(invocation, reasons)


def run_apply(invocation: Invocation, *, id: int, yes: bool, dry_run: bool, json: bool) -> None:
    """Undo one here and now."""
    with invocation.reading() as work:
        row = managing.check(work, id)
    if not dry_run:
        warning = WILL_UNDO.fill(title=managing.KINDS[row.kind], id=id, changed=row.changed)
        confirm(invocation, invocation.translate(warning), str(id), yes=yes)
    app, actor, progress = invocation.ready_app(), invocation.actor, Progress(invocation, WHAT)
    with ExitStack() as resources:
        interruptible = resources.enter_context(Interruptible(invocation, GO_ON))
        resources.callback(progress.finish)

        def observe(done: int) -> None:
            progress(done, done / max(done, row.changed))
            interruptible.check()

        works = (lambda: app.work(actor), lambda: app.reading(actor))
        undoing = managing.undoing(app, *works, id, dry_run=dry_run, progress=observe)
        undoing.go()
    kept = shown(undoing.kept.stored())
    _report(invocation, undoing.undone, undoing.kept.count, kept, dry_run=dry_run, json=json)


def _report(
    invocation: Invocation,
    undone: int,
    kept: int,
    reasons: list[dict[str, Any]],
    *,
    dry_run: bool,
    json: bool,
) -> None:
    if json:
        invocation.output.json(undone=undone, kept=kept, kept_reasons=reasons, dry_run=dry_run)
        return
    invocation.text(IS_UNDONE.fill(undone=undone, kept=kept))
    _print_reasons(invocation, reasons)
    if dry_run:
        invocation.note(DRY_RUN_NOTE)


def _print_reasons(invocation: Invocation, reasons: list[dict[str, Any]]) -> None:
    for line in lines_of(reasons):
        invocation.note(line)


def _cells(invocation: Invocation, row: dict[str, Any]) -> list[str]:
    words = (row["title"], row["records"])
    what, records = (invocation.translate(word) for word in words)
    when = f"{row['at'].astimezone(ZoneInfo(invocation.actor.time_zone)):%Y-%m-%d %H:%M}"
    return [
        *(str(row["id"]), when, what, records, row["actor"]["name"]),
        *(str(row["changed"]), str(row["failed"]), row["status"]),
    ]


def _text(value: object) -> str:
    """A label stays one, to be translated."""
    return value if isinstance(value, Label) else str(value)
