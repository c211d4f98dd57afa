"""`list`: one page, or with `--all` everything, streamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from core.cli.elements import Command, Option
from core.cli.invocation import Invocation
from core.cli.resources.cells import Cells, fields_of, reference_names
from core.cli.resources.examples import path_of
from core.cli.resources.filters import filter_tree
from core.cli.resources.options import (
    JSON,
    LIMIT,
    fields_option,
    filter_options,
    sort_option,
    split_names,
)
from core.cli.resources.views import definition_of, view_option
from core.host.record_types import RecordType
from core.labels import translations
from core.services import lists
from core.services.work import Work

_ = translations("core")

Row = Mapping[str, Any]

NONE = _("No {records} found.")
OF_ALL = _("{shown} of {count} {records}. Go on with --after {cursor}, or take --all.")
MORE = _("{shown} {records}, and there are more. Go on with --after {cursor}, or take --all.")


def command(record_type: RecordType) -> Command:
    """The command."""
    path = path_of(record_type)
    return Command(
        "list",
        _("List {records}.").fill(records=record_type.resource.title),
        partial(run, record_type),
        (
            view_option(record_type),
            *filter_options(record_type),
            sort_option(record_type),
            LIMIT,
            Option(["--after"], _("Go on after this cursor of the page before."), metavar="CURSOR"),
            Option(["--all", "everything"], _("All, not only one page."), is_flag=True),
            fields_option(record_type),
            Option(
                ["--include"], _("With JSON: add referenced records and those that belong."), metavar="NAMES"
            ),
            Option(["--count"], _("Print only how many there are."), is_flag=True),
            JSON,
        ),
        (
            f"guanxi {path} list",
            f"guanxi {path} list --filter 'updated_at>=2026-01-01' --sort {_a_sort(record_type)} --limit 20",
            f"guanxi {path} list --all --json",
        ),
    )


def _a_sort(record_type: RecordType) -> str:
    return record_type.resource.default_sort.removeprefix("-")


def run(
    record_type: RecordType,
    invocation: Invocation,
    *,
    view: str | None,
    filters: Sequence[str],
    where: str | None,
    q: str | None,
    sort: str | None,
    limit: int,
    after: str | None,
    everything: bool,
    fields: str | None,
    include: str | None,
    count: bool,
    json: bool,
) -> None:
    """List, count or stream."""
    said = lists.Query(
        fields=split_names(fields),
        where=filter_tree(filters, where),
        q=q,
        sort=sort,
        limit=1 if count else limit,
        after=after,
        count="exact" if count else "auto",
        include=split_names(include) or (),
    )
    with invocation.reading() as work:
        query = seen_through(said, definition_of(work, record_type, view))
        if not json:
            named = query.fields or ("id", *_default_columns(record_type))
            query = replace(query, fields=named, include=reference_names(record_type, named))
        if count:
            _print_count(invocation, work, record_type, query, json=json)
        elif everything:
            _print_all(invocation, work, record_type, query, json=json)
        else:
            _print_page(invocation, work, record_type, query, json=json)


def seen_through(query: lists.Query, view: Mapping[str, Any]) -> lists.Query:
    """The query with what a view says: its filter too, and the rest where nothing else was said."""
    trees = [tree for tree in (view.get("where"), query.where) if tree]
    return replace(
        query,
        where={"and": trees} if len(trees) > 1 else next(iter(trees), None),
        q=query.q or view.get("q"),
        sort=query.sort or view.get("sort"),
        group=None if query.sort else view.get("group"),
        fields=query.fields or view.get("columns") or None,
    )


def _default_columns(record_type: RecordType) -> tuple[str, ...]:
    return record_type.resource.columns or (record_type.resource.label,)


def _print_count(
    invocation: Invocation, work: Work, record_type: RecordType, query: lists.Query, *, json: bool
) -> None:
    count = lists.list_records(work, record_type, query).count
    if json:
        invocation.output.json(count=count)
    else:
        invocation.output.text(str(count))


def _print_page(
    invocation: Invocation, work: Work, record_type: RecordType, query: lists.Query, *, json: bool
) -> None:
    page = lists.list_records(work, record_type, query)
    if json:
        rows = map(record_type.as_json, page.rows)
        invocation.output.json_rows(rows, {"next": page.next, "count": page.count})
        return
    print_rows(invocation, record_type, query.fields or (), [page.rows])
    records = record_type.resource.title
    if not page.rows:
        invocation.note(NONE.fill(records=records))
    elif page.next:
        text = MORE if page.count is None else OF_ALL
        values = {"shown": len(page.rows), "records": records, "cursor": page.next}
        invocation.note(text.fill(**values, **({} if page.count is None else {"count": page.count})))


def _print_all(
    invocation: Invocation, work: Work, record_type: RecordType, query: lists.Query, *, json: bool
) -> None:
    chunks = lists.iterate(work, record_type, query)
    if json:
        counted = _Counted(map(record_type.as_json, chain.from_iterable(chunks)))
        invocation.output.json_rows(counted, counted.end)
    else:
        print_rows(invocation, record_type, query.fields or (), chunks)


class _Counted:
    """Counts rows as they pass; `end` is what a list says after its last row."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.end: dict[str, Any] = {"next": None, "count": 0}

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.end["count"] += 1
            yield row


def print_rows(invocation: Invocation, record_type: RecordType, names: Sequence[str], chunks: Any) -> None:
    """A table of rows that come in chunks."""
    cells = Cells.of(invocation)
    fields = fields_of(record_type, names)

    def texts(rows: Sequence[Row]) -> list[list[str]]:
        return [[cells.text(f, row.get(f.name), row.get("included")) for f in fields] for row in rows]

    invocation.output.table(cells.table(fields), map(texts, filter(None, chunks)))
