"""Merging two records: what would happen, and doing it in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.contracts import hookspecs
from core.contracts.changes import Merge
from core.data.bulk import insert_rows
from core.data.models.merging import MergedRecord
from core.formats.plain_json import plain_values
from core.services.records.deleting import discard
from core.services.records.drafts import refuse
from core.services.records.ids import allocate
from core.services.records.loading import load
from core.services.records.merging.moving import Mover
from core.services.records.merging.pair import Pair, Versions, pair_of
from core.services.records.preparing import prepare_changes
from core.services.records.references import customer_of
from core.services.records.updating import update_drafts
from core.services.records.writing import change_rows, writing
from core.services.undo.noting import MERGE, noted

if TYPE_CHECKING:
    from core.services.work import Work

Row = dict[str, Any]


def preview_merge(
    work: Work, resource: Any, keep: int, lose: int, fields: Mapping[str, str] | None = None
) -> Row:
    """What a merge would do; the same refusals as `merge`.

    Answers `{keep, lose, fields: {name: {keep, lose, takes}}, lines: {name: how many more}, tags: [new ones],
    moves: [{resource, field, count}]}`; only fields that differ, with values as the actor may see them.
    """
    pair = pair_of(work, resource, keep, lose, fields, lock=False)
    with work.unlimited(work.cause) as everything:
        counts = _mover(everything, pair).counts()
    return {
        "keep": keep,
        "lose": lose,
        "fields": _shown(work, pair),
        "lines": {name: sum("id" not in line for line in lines) for name, lines in pair.lines.items()},
        "tags": pair.new_tags,
        "moves": [{"resource": r, "field": f, "count": n} for (r, f), n in sorted(counts.items())],
    }


def merge(
    work: Work,
    resource: Any,
    keep: int,
    lose: int,
    fields: Mapping[str, str] | None = None,
    versions: Versions | None = None,
) -> int:
    """Make two records one: everything that names `lose` names `keep`, and `lose` goes to the trash.

    `fields` says for fields by name whose value stands ("keep" or "lose"); else it is the kept record's, or
    the lost one's where that is empty. Lines and tags are joined. Returns the number of the merge, the cause
    `merge:<number>` of all its rows in the journal; `unmerge` takes it back. Raises Invalid, NotFound,
    Forbidden or Conflict (a stale version in `versions`), and then nothing has happened.
    """
    pair = pair_of(work, resource, keep, lose, fields, versions)
    (number,) = allocate(work, MergedRecord, 1)
    cause, told = f"merge:{number}", {"kept": keep, "lost": lose}
    with (
        noted(work, MERGE, pair.record_type.name, cause=cause, details=told),
        work.unlimited(cause) as everything,
        writing(pair.record_type),
    ):
        _insert(everything, pair, number)
        _mover(everything, pair).move(number)
        discard(everything, pair.record_type, load(everything, pair.record_type, [lose], for_action="delete"))
        _complete(everything, pair, number)
        _tell(everything, pair, number)
    return number


def _mover(work: Work, pair: Pair) -> Mover:
    kept, lost = pair.kept["id"], pair.lost["id"]
    return Mover(work, pair.record_type, kept, lost, customer_of(pair.record_type, kept, pair.kept))


def _shown(work: Work, pair: Pair) -> dict[str, Row]:
    sides = [dict(pair.kept), dict(pair.lost)]
    for row in sides:
        work.access.conceal(work.actor, pair.record_type, row)
    return {
        name: {"keep": sides[0][name], "lose": sides[1].get(name), "takes": choice.takes}
        for name, choice in pair.choices.items()
        if choice.differs and name in sides[0]
    }


def _insert(work: Work, pair: Pair, number: int) -> None:
    record_type, kept, lost = pair.record_type, pair.kept["id"], pair.lost["id"]
    row = {
        "id": number,
        "at": work.now,
        "resource": record_type.name,
        "record_id": kept,
        "customer_id": customer_of(record_type, kept, pair.kept),
        "kept_id": kept,
        "lost_id": lost,
        "undone_at": None,
        "got": None,
    }
    insert_rows(work.session, MergedRecord, [row])


def _complete(work: Work, pair: Pair, number: int) -> None:
    """Give the kept record what was decided, and write down what it got."""
    record_type, keep = pair.record_type, pair.kept["id"]
    (current,) = load(work, record_type, [keep], for_action="edit")
    sent: Row = {n: c.value for n, c in pair.choices.items() if c.value != c.kept and c.value != current[n]}
    got = {name: {"before": current[name], "after": value} for name, value in sent.items()}
    lines: Row = {name: list(map(dict, found)) for name, found in pair.lines.items()}
    tags = {"tags": pair.tags} if pair.new_tags else {}
    prepared = prepare_changes(work, record_type, {0: {**sent, **lines, **tags}}, {0: current})
    refuse(prepared.errors)
    update_drafts(work, record_type, prepared.drafts)
    new = {
        n: [line.id for line in found if line.before is None]
        for n, found in prepared.drafts[0].children.items()
    }
    _remember(work, number, {"fields": plain_values(got), "lines": new, "tags": pair.new_tags})
    work.log([_entry(work, pair, prepared.drafts[0].values["version"])])


def _remember(work: Work, number: int, got: Row) -> None:
    change_rows(work, MergedRecord, [number], {"got": got})


def _entry(work: Work, pair: Pair, version: int) -> Row:
    record_type, keep = pair.record_type, pair.kept["id"]
    return work.entry(
        "merge",
        resource=record_type.name,
        record_id=keep,
        customer_id=customer_of(record_type, keep, pair.kept),
        version=version,
        before={},
        details={"lost": pair.lost["id"]},
    )


def _tell(work: Work, pair: Pair, number: int) -> None:
    record_type, keep, lose = pair.record_type, pair.kept["id"], pair.lost["id"]
    (after,) = load(work, record_type, [keep])
    merge = Merge(number, record_type.name, keep, lose, pair.kept, pair.lost, after)
    work.depth += 1
    work.hooks.notify(hookspecs.records_merged, work=work, resource=record_type.name, merges=[merge])
    work.depth -= 1
