"""`show`, `history` and `fields`: one record, its changes, and what a record has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from core.cli.elements import Command, Option
from core.cli.invocation import Invocation
from core.cli.resources.cells import Cells, reference_names
from core.cli.resources.examples import path_of, record_of
from core.cli.resources.finding import find
from core.cli.resources.options import JSON, fields_option, record_argument, split_names
from core.cli.tables import Table
from core.contracts.choices import ChoiceKind
from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.host.record_types import ChildType, RecordType
from core.labels import translations
from core.services import records
from core.services.filters import unknown_field
from core.services.lists.including import include, inclusions
from core.services.work import Work

_ = translations("core")

Row = Mapping[str, Any]


def show_command(record_type: RecordType) -> Command:
    """`show`."""
    path, record = path_of(record_type), record_of(record_type)
    return Command(
        "show",
        _("Show one of {records}.").fill(records=record_type.resource.title),
        partial(show, record_type),
        (record_argument(record_type), fields_option(record_type), JSON),
        (f"guanxi {path} show {record}", f"guanxi {path} show {record} --json"),
    )


def history_command(record_type: RecordType) -> Command:
    """`history`."""
    path, record = path_of(record_type), record_of(record_type)
    return Command(
        "history",
        _("Show who changed one of {records}, and what.").fill(records=record_type.resource.title),
        partial(history, record_type),
        (
            record_argument(record_type),
            Option(
                ["--limit"], _("How many changes at most, newest first."), type=int, default=50, metavar="N"
            ),
            Option(["--before", "before_id"], _("Only those older than this entry."), type=int, metavar="ID"),
            JSON,
        ),
        (f"guanxi {path} history {record}", f"guanxi {path} history {record} --limit 5 --json"),
    )


def fields_command(record_type: RecordType) -> Command:
    """`fields`."""
    path = path_of(record_type)
    return Command(
        "fields",
        _("List what {records} have: names, kinds and choices.").fill(records=record_type.resource.title),
        partial(fields, record_type),
        (JSON,),
        (f"guanxi {path} fields", f"guanxi {path} fields --json"),
    )


def show(
    record_type: RecordType, invocation: Invocation, *, record: str, fields: str | None, json: bool
) -> None:
    """One record with its lines."""
    with invocation.reading() as work:
        print_record(
            invocation, work, record_type, find(work, record_type, record), split_names(fields), json=json
        )


def print_record(
    invocation: Invocation,
    work: Work,
    record_type: RecordType,
    id: int,
    names: Sequence[str] | None = None,
    *,
    json: bool,
) -> None:
    """A record as it stands now, or only some of its fields."""
    row = _read(work, record_type, id, names)
    if json:
        invocation.output.json(data=record_type.as_json(row))
        return
    cells = Cells.of(invocation)
    shown = [record_type.fields[name] for name in row if name in record_type.fields]
    _print_fields(invocation, cells, shown, row, _names(work, record_type, row))
    for name, child in record_type.children.items():
        if row.get(name):
            invocation.output.text()
            invocation.output.heading(invocation.translate(child.children.title))
            _print_lines(invocation, cells, child, _named_lines(work, child, row[name]))


def _read(work: Work, record_type: RecordType, id: int, names: Sequence[str] | None) -> dict[str, Any]:
    """The record, or some of its fields in the order in which they were named."""
    row = records.read(work, record_type, id)
    for name in names or ():
        if name not in row:
            raise unknown_field("fields", name, row)
    return row if names is None else {name: row[name] for name in names}


def _names(work: Work, record_type: RecordType, row: Row) -> Mapping[str, Any]:
    """The names of the records that this one refers to, by field."""
    copy = dict(row)
    include(work, record_type, inclusions(work, record_type, reference_names(record_type, list(row))), [copy])
    names: Mapping[str, Any] = copy["included"]
    return names


def _print_fields(
    invocation: Invocation, cells: Cells, fields: Sequence[Field], row: Row, names: Mapping[str, Any]
) -> None:
    """Two columns, what is empty left out."""
    texts = [(cells.heading(field), cells.text(field, row[field.name], names)) for field in fields]
    table = Table([invocation.translate(_("Field")), invocation.translate(_("Value"))])
    invocation.output.table(table, [[pair for pair in texts if pair[1]]])


def _named_lines(work: Work, child: ChildType, lines: Sequence[Row]) -> Sequence[Row]:
    """The lines without their ids, and with the names of the records that they refer to."""
    shown = [{name: value for name, value in line.items() if name != "id"} for line in lines]
    for field in child.public:
        if isinstance(field.kind, ReferenceKind):
            target = work.registry.of_table(field.kind.table)
            ids = {line[field.name] for line in lines if line.get(field.name)}
            names = _labels(work, target, sorted(ids))
            for line in shown:
                line[field.name] = names.get(line.get(field.name), line.get(field.name))
    return shown


def _labels(work: Work, target: RecordType, ids: Sequence[int]) -> dict[Any, Any]:
    """What people call these records, as far as the actor may see them."""
    if not ids or work.actor.reach(target.resource.permission("view")) is None:
        return {}
    label = target.resource.label
    return {row["id"]: row.get(label) for row in records.read_many(work, target, ids)}


def _print_lines(invocation: Invocation, cells: Cells, child: ChildType, lines: Sequence[Row]) -> None:
    """Lines as a table; columns that are empty in all of them are left out."""
    fields = [f for f in child.public if any(line.get(f.name) not in (None, "", []) for line in lines)]
    rows = [[cells.text(field, line.get(field.name)) for field in fields] for line in lines]
    invocation.output.table(cells.table(fields), [rows])


def history(
    record_type: RecordType,
    invocation: Invocation,
    *,
    record: str,
    limit: int,
    before_id: int | None,
    json: bool,
) -> None:
    """The changes of one record, newest first."""
    with invocation.reading() as work:
        id = find(work, record_type, record)
        entries = records.history(work, record_type, id, limit=limit, before_id=before_id)
        if json:
            invocation.output.json_rows(entries, {"count": len(entries)})
        else:
            _print_history(invocation, record_type, entries)


def _print_history(invocation: Invocation, record_type: RecordType, entries: Sequence[Row]) -> None:
    """One line for each field that changed."""
    cells = Cells.of(invocation)
    titles = (_("When"), _("Who"), _("Through"), _("What"), _("Field"), _("Before"), _("After"))
    rows = [line for entry in entries for line in _history_lines(cells, record_type, entry)]
    invocation.output.table(Table([invocation.translate(title) for title in titles]), [rows])


def _history_lines(cells: Cells, record_type: RecordType, entry: Row) -> Iterable[list[str]]:
    """The lines of one change; those after its first say only what is new."""
    moment = format(entry["at"].astimezone(cells.zone), "%Y-%m-%d %H:%M:%S")
    start = [moment, entry["actor"]["name"], entry["cause"] or entry["door"], entry["operation"]]
    changed = entry["fields"] or {"": {"before": None, "after": None}}
    for name, values in changed.items():
        field = record_type.fields.get(name)
        texts = [_value(cells, field, values[moment]) for moment in ("before", "after")]
        yield [*start, name, *texts]
        start = [""] * len(start)


def _value(cells: Cells, field: Field | None, value: Any) -> str:
    """A value of the history; of lines only how many there are."""
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return f"[{len(value)}]"
    return cells.text(field, value) if field else "" if value in (None, []) else str(value)


def fields(record_type: RecordType, invocation: Invocation, *, json: bool) -> None:
    """What can be written, shown and filtered."""
    described = [_described(invocation, field) for field in record_type.public]
    for name, child in record_type.children.items():
        described += [_described(invocation, field, f"{name}.") for field in child.public]
    if json:
        invocation.output.json_rows(described, {})
        return
    rows = [[item["name"], item["label"], item["kind"], _notes(invocation, item)] for item in described]
    invocation.table((_("Name"), _("Meaning"), _("Kind"), _("Notes")), rows)


def _described(invocation: Invocation, field: Field, prefix: str = "") -> dict[str, Any]:
    choices = field.kind.choices if isinstance(field.kind, ChoiceKind) else {}
    return {
        "name": prefix + field.name,
        "label": invocation.translate(field.label),
        "kind": field.kind.name,
        "required": field.required and field.default is None,
        "writable": not (field.read_only or field.computed),
        "choices": {code: invocation.translate(label) for code, label in choices.items()},
        "help": invocation.translate(field.help),
    }


def _notes(invocation: Invocation, item: Mapping[str, Any]) -> str:
    """What else there is to say of a field, in a few words."""
    notes = [
        invocation.translate(_("required")) if item["required"] else "",
        "" if item["writable"] else invocation.translate(_("set by the system")),
        "|".join(item["choices"]),
        item["help"],
    ]
    return "; ".join(filter(None, notes))
