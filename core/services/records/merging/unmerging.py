"""Taking a merge apart: the lost record comes back, and every link that nobody has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, true

from core.data.models.journal import JournalEntry
from core.data.models.merging import MergedRecord
from core.errors import Busy, GuanxiError, invalid
from core.formats.plain_json import plain_values
from core.host.record_types import RecordType
from core.labels import translations
from core.services.records import conflicts
from core.services.records.drafts import Update
from core.services.records.history import revived
from core.services.records.loading import load
from core.services.records.merging.pair import take_turns
from core.services.records.merging.returning import Returner
from core.services.records.restoring import bring_back
from core.services.records.updating import update
from core.services.records.writing import change_rows, writing
from core.services.undo import noting
from core.services.undo.reasons import CHANGED_SINCE, MOST_NAMED, Reasons
from core.services.work import BY_HOOK

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

NOT_MERGED = _("Nothing was merged into this record, or it has been taken apart again.")
MERGED_ON = _("{record} {id} was merged into {record} {into} itself.")
THAT_FIRST = _("Take that merge apart first.")
IS_GONE = _("The record that was merged is no longer in the trash.")

Row = dict[str, Any]


def unmerge(work: Work, resource: Any, keep: int, lost: int | None = None) -> Row:
    """Take apart what was merged into `keep`: the last merge, or that of `lost`.

    Answers `{merge, keep, lost, kept: [what stayed as it is, because it was changed since]}`. Raises Invalid
    where there is no such merge, or where the record was merged on; NotFound, Forbidden as `merge` does.
    """
    record_type = work.registry.type_of(resource)
    for action in ("merge", "edit"):
        work.require(record_type.resource.permission(action))
    take_turns(work)
    merge = _find(work, record_type, keep, lost)
    if not load(work, record_type, [keep], children=(), for_action="edit"):
        raise conflicts.missing(work, record_type, keep, "edit")
    with work.unlimited(f"undo:merge:{merge.id}") as everything, writing(record_type):
        stayed = _take_apart(everything, record_type, merge)
        _note(everything, merge.id, stayed)
    return {"merge": merge.id, "keep": keep, "lost": merge.lost_id, "kept": stayed}


def _note(work: Work, merge: int, stayed: list[str]) -> None:
    """The operation that the merge was is undone, whoever took it apart."""
    reasons = Reasons(MOST_NAMED)
    for name in stayed:
        reasons.add(CHANGED_SINCE, name)
    if (operation := noting.id_of(work, f"merge:{merge}")) is not None:
        noting.note_undone(work, operation, reasons.stored(), undone=2)


def _find(work: Work, record_type: RecordType, keep: int, lost: int | None) -> Any:
    """The merge that is meant, within the actor's rights."""
    columns = (
        MergedRecord.id,
        MergedRecord.record_id,
        MergedRecord.kept_id,
        MergedRecord.lost_id,
        MergedRecord.got,
    )
    mine = MergedRecord.resource == record_type.name, MergedRecord.undone_at.is_(None)
    which = MergedRecord.lost_id == lost if lost is not None else true()
    of_keep = (MergedRecord.kept_id == keep) | (MergedRecord.record_id == keep)
    statement = select(*columns).where(*mine, of_keep, which).order_by(MergedRecord.id.desc())
    merge = work.session.execute(statement).first()
    if merge is None:
        raise invalid("lost", "not_merged", NOT_MERGED, lost)
    if merge.record_id != merge.kept_id:
        values = {"record": record_type.resource.singular, "id": merge.kept_id, "into": merge.record_id}
        raise invalid("lost", "merged_on", MERGED_ON.fill(**values), merge.lost_id, fix=THAT_FIRST)
    return merge


def _take_apart(work: Work, record_type: RecordType, merge: Any) -> list[str]:
    model, stayed = record_type.model, list[str]()
    there = select(model.id).where(model.id == merge.lost_id, model.deleted_at.is_not(None))
    if work.session.scalars(there.execution_options(guanxi_trash=True)).first() is None:
        raise invalid("lost", "gone", IS_GONE, merge.lost_id)
    got = merge.got or {}
    unique = {field.name for field in record_type.stored if field.unique}
    fields = revived_fields(record_type, got.get("fields", {}))
    # What must not stand twice is given back before the lost record claims it.
    _give_back(work, record_type, merge, {n: v for n, v in fields.items() if n in unique}, {}, stayed)
    bring_back(work, record_type, [merge.lost_id])
    stayed += Returner(work, record_type, merge.id).go()
    rest = {name: value for name, value in fields.items() if name not in unique}
    _give_back(work, record_type, merge, rest, got, stayed)
    _undo_hooks(work, record_type, merge, stayed)
    _mark(work, merge.id)
    return sorted(set(stayed))


def revived_fields(record_type: RecordType, got: Mapping[str, Row]) -> dict[str, Row]:
    """The values before and after of each field that the kept record got, as values again."""
    known = {name: item for name, item in got.items() if name in record_type.fields}
    before = revived(record_type, {name: item["before"] for name, item in known.items()})
    return {name: {"before": before[name], "after": known[name]["after"]} for name in before}


def _give_back(
    work: Work,
    record_type: RecordType,
    merge: Any,
    fields: Mapping[str, Row],
    got: Mapping[str, Any],
    stayed: list[str],
) -> None:
    """The kept record loses what it got, as far as it still is as it was given."""
    (row,) = load(work, record_type, [merge.kept_id], for_action="edit")
    values: Row = {}
    for name, item in fields.items():
        if plain_values(row[name]) == item["after"]:
            values[name] = item["before"]
        elif row[name] != item["before"]:
            stayed.append(f"{record_type.name} {merge.kept_id}: {name}")
    for name, ids in got.get("lines", {}).items():
        if name in record_type.children and ids:
            values[name] = [{"id": line["id"]} for line in row[name] if line["id"] not in ids]
    if got.get("tags"):
        values["tags"] = [word for word in row["tags"] if word not in got["tags"]]
    if values:
        update(work, record_type, [Update(merge.kept_id, _sent(values))])


def _sent(values: Row) -> Row:
    """As a request would send them: an amount and a moment as texts."""
    sent: Row = plain_values(values)
    return sent


def _undo_hooks(work: Work, merged: RecordType, merge: Any, stayed: list[str]) -> None:
    """What followed from the merge in other records is taken back, unless somebody changed it since."""
    cause = f"merge:{merge.id}"
    for (resource, id), before in _by_hooks(work, cause).items():
        of_merge = resource == merged.name and id in (merge.kept_id, merge.lost_id)
        if resource not in work.registry.types or of_merge:
            continue
        record_type = work.registry.type_of(resource)
        own = {field.name for field in record_type.writable}
        # Locked first: what others write after the journal is read would be taken for the merge's.
        load(work, record_type, [id], children=(), for_action="edit")
        later = _changed_since(work, cause, resource, id)
        stayed += [f"{resource} {id}: {name}" for name in before if name in later & own]
        values = {name: value for name, value in before.items() if name in own - later}
        try:
            if values:
                update(work, record_type, [Update(id, values)])
        except Busy:
            raise
        except GuanxiError:
            stayed.append(f"{resource} {id}")


def _by_hooks(work: Work, cause: str) -> dict[tuple[str, int], Row]:
    """The values before of what hooks changed while it was merged."""
    statement = (
        select(JournalEntry.resource, JournalEntry.record_id, JournalEntry.before)
        .where(JournalEntry.cause == cause + BY_HOOK, JournalEntry.operation == "update")
        .order_by(JournalEntry.id.desc())
    )
    found: dict[tuple[str, int], Row] = {}
    for resource, id, before in work.session.execute(statement):
        found.setdefault((resource or "", id or 0), {}).update(before or {})
    return found


def _changed_since(work: Work, cause: str, resource: str, id: int) -> set[str]:
    """The fields of a record that were changed after the merge by anything else."""
    of_record = JournalEntry.resource == resource, JournalEntry.record_id == id
    mine = JournalEntry.cause.in_((cause, cause + BY_HOOK))
    last = select(JournalEntry.id).where(*of_record, mine).order_by(JournalEntry.id.desc()).limit(1)
    ours = f"undo:{cause}"
    statement = select(JournalEntry.before).where(
        *of_record,
        JournalEntry.id > last.scalar_subquery(),
        JournalEntry.cause.not_in((ours, ours + BY_HOOK)),
    )
    return {name for before in work.session.scalars(statement) for name in before or ()}


def _mark(work: Work, id: int) -> None:
    change_rows(work, MergedRecord, [id], {"undone_at": work.now})
