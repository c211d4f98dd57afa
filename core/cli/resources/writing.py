"""`create`, `update`, `delete`, `restore`. A dry run does the same and rolls back, so its counts are true."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from core.cli.elements import Command, Option
from core.cli.errors import UsageProblem
from core.cli.invocation import Invocation
from core.cli.resources import matching
from core.cli.resources import values as typed
from core.cli.resources.examples import assignment_of, creation_of, path_of, record_of
from core.cli.resources.filters import filter_tree
from core.cli.resources.finding import find_all
from core.cli.resources.options import DRY_RUN, JSON, YES, filter_options, record_argument, value_options
from core.cli.words import confirm
from core.host.record_types import RecordType
from core.labels import Label, translations
from core.services import lists, records
from core.services.work import Work

_ = translations("core")

CREATED, CHANGED = _("{records}: {count} created."), _("{records}: {count} changed.")
DELETED, RESTORED = _("{records}: {count} deleted."), _("{records}: {count} restored.")
IT_IS, ITS_ID = _("It is {key} (id {id})."), _("Its id is {id}.")
WHICH = _("Say which records: by key or id, or with --filter, --where or -q.")
NOT_BOTH = _("Name records, or filter them, not both.")
NO_VALUES = _("There is nothing to write.")
SAY_VALUES = _("Give --set field=value or --json-input.")
WILL_DELETE = _("{count} of {records} will go to the trash.")


def create_command(record_type: RecordType) -> Command:
    """`create`."""
    path = path_of(record_type)
    return Command(
        "create",
        _("Create {records}.").fill(records=record_type.resource.title),
        partial(create, record_type),
        (*value_options(record_type), DRY_RUN, JSON),
        (
            f"guanxi {path} create {creation_of(record_type)}",
            f"guanxi {path} create --json-input new.json --dry-run",
        ),
    )


def update_command(record_type: RecordType) -> Command:
    """`update`."""
    path, record, assignment = path_of(record_type), record_of(record_type), assignment_of(record_type)
    return Command(
        "update",
        _("Change {records}: those named, or all that a filter finds.").fill(
            records=record_type.resource.title
        ),
        partial(update, record_type),
        (
            record_argument(record_type, several=True, required=False),
            *value_options(record_type),
            Option(["--version"], _("Only if the record still has this version."), type=int, metavar="N"),
            *filter_options(record_type),
            DRY_RUN,
            JSON,
        ),
        (
            f"guanxi {path} update {record} --set {assignment}",
            f"guanxi {path} update --filter 'id<100' --set {assignment} --dry-run",
        ),
    )


def delete_command(record_type: RecordType) -> Command:
    """`delete`."""
    path, record = path_of(record_type), record_of(record_type)
    return Command(
        "delete",
        _("Put {records} into the trash.").fill(records=record_type.resource.title),
        partial(delete, record_type),
        (
            record_argument(record_type, several=True, required=False),
            *filter_options(record_type),
            YES,
            DRY_RUN,
            JSON,
        ),
        (f"guanxi {path} delete {record}", f"guanxi {path} delete {record} --yes"),
    )


def restore_command(record_type: RecordType) -> Command:
    """`restore`."""
    path = path_of(record_type)
    return Command(
        "restore",
        _("Take {records} out of the trash.").fill(records=record_type.resource.title),
        partial(restore, record_type),
        (
            record_argument(record_type, several=True),
            DRY_RUN,
            JSON,
        ),
        (f"guanxi {path} restore 17",),
    )


def create(
    record_type: RecordType,
    invocation: Invocation,
    *,
    values: Sequence[str],
    json_input: str | None,
    dry_run: bool,
    json: bool,
) -> None:
    """One record, or all that the JSON holds; all or none."""
    rows = typed.rows(record_type, values, json_input)
    with invocation.writing(dry_run=dry_run) as work:
        ids = records.create(work, record_type, rows)
        keys = _keys(work, record_type, ids)
    _report(invocation, record_type, CREATED, ids, keys=keys, json=json, dry_run=dry_run)


def update(
    record_type: RecordType,
    invocation: Invocation,
    *,
    named: Sequence[str],
    values: Sequence[str],
    json_input: str | None,
    version: int | None,
    filters: Sequence[str],
    where: str | None,
    q: str | None,
    dry_run: bool,
    json: bool,
) -> None:
    """The same values for every record that is meant: of those named all or none."""
    changes = typed.row(record_type, values, json_input)
    if not changes:
        raise UsageProblem(NO_VALUES, fix=SAY_VALUES)
    chosen = _chosen(named, filters, where, q)
    if chosen is not None:
        if version is not None:
            raise UsageProblem(_("--version is for records that are named, not for a filter."))
        found = matching.wanted(invocation, record_type, chosen, changes)
        matching.carry_out(invocation, found, CHANGED, dry_run=dry_run, json=json)
        return
    with invocation.writing(dry_run=dry_run) as work:
        ids = find_all(work, record_type, named)
        changed = records.update(work, record_type, [records.Update(id, changes, version) for id in ids])
    _report(invocation, record_type, CHANGED, changed, json=json, dry_run=dry_run)


def delete(
    record_type: RecordType,
    invocation: Invocation,
    *,
    named: Sequence[str],
    filters: Sequence[str],
    where: str | None,
    q: str | None,
    yes: bool,
    dry_run: bool,
    json: bool,
) -> None:
    """Ask first: for one record its key has to be typed, for several their number."""
    chosen = _chosen(named, filters, where, q)
    if chosen is not None:
        _delete_matching(record_type, invocation, chosen, yes=yes, dry_run=dry_run, json=json)
        return
    with invocation.reading() as work:
        ids = find_all(work, record_type, named)
        word = _keys(work, record_type, ids)[0] if len(ids) == 1 else str(len(ids))
    _confirm(record_type, invocation, len(ids), word, yes=yes or dry_run)
    with invocation.writing(dry_run=dry_run) as work:
        records.delete(work, record_type, ids)
    _report(invocation, record_type, DELETED, ids, json=json, dry_run=dry_run)


def _delete_matching(
    record_type: RecordType,
    invocation: Invocation,
    query: lists.Query,
    *,
    yes: bool,
    dry_run: bool,
    json: bool,
) -> None:
    found = matching.wanted(invocation, record_type, query, None)
    with invocation.reading() as work:
        count = lists.count_all(work, record_type, query)
    _confirm(record_type, invocation, count, str(count), yes=yes or dry_run or not count)
    matching.carry_out(invocation, found, DELETED, dry_run=dry_run, json=json)


def _confirm(record_type: RecordType, invocation: Invocation, count: int, word: str, *, yes: bool) -> None:
    warning = WILL_DELETE.fill(count=count, records=record_type.resource.title)
    confirm(invocation, warning, word, yes=yes)


def restore(
    record_type: RecordType, invocation: Invocation, *, named: Sequence[str], dry_run: bool, json: bool
) -> None:
    """By id: what is in the trash has given its key away."""
    ids = list(dict.fromkeys(map(_id, named)))
    with invocation.writing(dry_run=dry_run) as work:
        records.restore(work, record_type, ids)
    _report(invocation, record_type, RESTORED, ids, json=json, dry_run=dry_run)


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise UsageProblem(
            _("{text} is not an id.").fill(text=text), fix=_("Records in the trash are named by id.")
        )
    return int(text)


def _chosen(
    named: Sequence[str], filters: Sequence[str], where: str | None, q: str | None
) -> lists.Query | None:
    """The query of the records that are meant; None where they are named."""
    filtered = bool(filters or where is not None or q)
    if filtered == bool(named):
        raise UsageProblem(NOT_BOTH if filtered else WHICH)
    return lists.Query(fields=("id",), where=filter_tree(filters, where), q=q) if filtered else None


def _keys(work: Work, record_type: RecordType, ids: Sequence[int]) -> list[str]:
    """What people call these records; their ids where the actor may not see them."""
    key = record_type.resource.key
    if work.actor.reach(record_type.resource.permission("view")) is None:
        return [str(id) for id in ids]
    rows = {row["id"]: row for row in records.read_many(work, record_type, ids)}
    return [str(rows.get(id, {}).get(key) or id) for id in ids]


def _report(
    invocation: Invocation,
    record_type: RecordType,
    text: Label,
    ids: Sequence[int],
    *,
    keys: Sequence[str] = (),
    json: bool,
    dry_run: bool,
) -> None:
    """What was done: the same words for a dry run, which a note on stderr calls one."""
    if json:
        # The ids of a dry run's new records are taken by others later.
        shown = [] if dry_run and text is CREATED else list(ids)
        invocation.output.json(ids=shown, count=len(ids), dry_run=dry_run)
        return
    invocation.text(text.fill(records=record_type.resource.title, count=len(ids)))
    if len(keys) == 1 and not dry_run:
        invocation.note((IT_IS if keys[0] != str(ids[0]) else ITS_ID).fill(key=keys[0], id=ids[0]))
