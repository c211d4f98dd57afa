"""What is to be known before saving, such as likely duplicates: while somebody types, and when he saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.contracts.pages import Reply, Shown, Visit
from core.host.record_types import RecordType
from core.services import records
from core.web.forms.blank import blank_sheet
from core.web.forms.form import Twin, Warned
from core.web.forms.naming import found, understand
from core.web.forms.outline import changed, outline_of, sheet_sent
from core.web.forms.values import values_of

if TYPE_CHECKING:
    from core.services.work import Work

SURE = "_sure"
MOST = 5


def warnings_of(work: Work, record_type: RecordType) -> list[Warned]:
    """What the work warned of, with the records that the reader may see."""
    return [_warned(work, record_type, item) for item in work.warnings]


def _warned(work: Work, record_type: RecordType, item: dict[str, Any]) -> Warned:
    label, path = record_type.resource.label, record_type.resource.path
    rows = found(work, record_type, "id", item["ids"][:MOST])
    twins = [Twin(text=str(row.get(label) or f"#{row['id']}"), href=f"/{path}/{row['id']}") for row in rows]
    return Warned(text=work.translate(item["message"]), twins=twins)


def duplicates(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """A piece of the form: what the record that is being typed is likely the same as."""
    return Shown(template="form_warnings.html", values={"warnings": _likely(work, record_type, visit)})


def _likely(work: Work, record_type: RecordType, visit: Visit) -> Sequence[Warned]:
    outline = outline_of(work, record_type, new=True)
    base = blank_sheet(work, record_type, outline)
    sheet = sheet_sent(outline, visit.form, base)
    if understand(work, outline, sheet):
        return []
    names = [name for name in changed(sheet, base) if name in outline.fields]
    # What is wrong so far is said when it is saved.
    records.prepare_new(work, record_type, [values_of(outline, sheet, names)])
    return warnings_of(work, record_type)
