"""Changes of a record: `/customers/7/edit`. Only what somebody changed is written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from core.contracts.pages import Reply, Visit
from core.errors import FieldErrors, Invalid
from core.host.record_types import RecordType
from core.http.requests import record_id, whole_number
from core.labels import translations
from core.services import records
from core.services.records import conflicts
from core.web.forms.amounts import currencies_of
from core.web.forms.blank import zone_of
from core.web.forms.clashing import Clash, clash_of, merged_sheet
from core.web.forms.form import (
    CONFLICT,
    UNPROCESSABLE,
    Form,
    Warned,
    errors_of,
    focus_on_error,
    onward,
    problems_of,
    shown,
)
from core.web.forms.outline import Sheet, changed, outline_of, sheet_of
from core.web.forms.parts import parts_of, seen_part
from core.web.forms.record_form import RecordForm
from core.web.forms.values import values_of
from core.web.forms.warned import SURE, warnings_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

EDIT = _("Edit: {record}")
SAVED, NOTHING = _("Saved."), _("Nothing was changed.")
VERSION, BEFORE, LIST = "_version", "_before", "list"


@dataclass(frozen=True, eq=False, kw_only=True)
class Editing(RecordForm):
    """The form of one record for one actor; `row` is the record as it stands."""

    row: dict[str, Any]

    @property
    def record(self) -> str:
        """The record's page, within the list from which one came."""
        came_from = self.visit.query.get(LIST)
        query = f"?{urlencode({LIST: came_from})}" if came_from else ""
        return f"/{self.record_type.resource.path}/{self.row['id']}{query}"

    @property
    def address(self) -> str:
        """The form's own address."""
        path, mark, query = self.record.partition("?")
        return f"{path}/edit{mark}{query}"

    @property
    def draft(self) -> str:
        """Under which name a browser keeps what is not saved."""
        return f"{self.record_type.resource.path}/{self.row['id']}"

    @property
    def allowed(self) -> Mapping[str, Sequence[str]]:
        """Where each status can go from here."""
        lives = self.record_type.resource.transitions
        return {name: (self.row[name], *life.moves.get(self.row[name], ())) for name, life in lives.items()}

    def page(
        self,
        sheet: Sheet,
        errors: FieldErrors | None = None,
        warnings: Sequence[Warned] = (),
        clash: Clash | None = None,
    ) -> Reply:
        """The form with what was typed, what is wrong with it, and what others changed meanwhile."""
        work, resource, setting = self.work, self.record_type.resource, self.setting(sheet, errors)
        parts = parts_of(self.record_type, self.outline, setting, sheet, new=False)
        seen = seen_part(setting, self.outline, self.row)
        focus_on_error(parts)
        name = self.row.get(resource.label) or work.translate(resource.singular)
        form = Form(
            kind="edit",
            title=work.translate(EDIT.fill(record=name)),
            action=self.address,
            parts=[*parts, *([seen] if seen else [])],
            submit=work.translate(_("Save")),
            back=self.record,
            draft=self.draft,
            hidden=self._hidden(warnings),
            problems=problems_of(errors or {}, parts, work.translate),
            warnings=warnings,
            choices=clash.choices if clash else [],
            changes=clash.changes if clash else [],
            row=self.row,
        )
        return shown(form, self.visit, CONFLICT if clash or warnings else UNPROCESSABLE if errors else 200)

    def _hidden(self, warnings: Sequence[Warned]) -> list[tuple[str, str]]:
        before = json.dumps(self.base.digests(), separators=(",", ":"))
        hidden = [(VERSION, str(self.row["version"])), (BEFORE, before)]
        return [*hidden, (SURE, "1")] if warnings else hidden

    def write(self, sheet: Sheet) -> Reply:
        """Write what was changed, or show the form again with what is wrong."""
        clash, merged = self._clash(sheet), merged_sheet(self.visit.form, sheet, self.base)
        if clash and clash.choices:
            return self.page(merged, clash=clash)
        return self._written(merged)

    def _clash(self, sheet: Sheet) -> Clash | None:
        """What somebody else changed since the form was opened and the actor changed too."""
        form, version = self.visit.form, whole_number(self.visit.form.get(VERSION, ""))
        if version is None or version == self.row["version"]:
            return None
        conflict = conflicts.conflict(self.work, self.record_type, self.row["id"], version)
        return clash_of(self.work, self.record_type, form, (sheet, self.base, self.outline), conflict)

    def _written(self, sheet: Sheet) -> Reply:
        names = changed(sheet, self.base)
        values = values_of(self.outline, sheet, names)
        values |= currencies_of(self.work, self.outline, sheet, values)
        change = records.Update(self.row["id"], values, self.row["version"])
        try:
            written = records.update(self.work, self.record_type, [change]) if values else []
        except Invalid as error:
            return self.page(sheet, errors_of(error))
        if self.work.warnings and SURE not in self.visit.form:
            return self.page(sheet, warnings=warnings_of(self.work, self.record_type))
        text = self.work.translate(SAVED if written else NOTHING)
        return onward(self.visit, self.record, text, self.draft)


def edit(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The form of a record as it stands."""
    editing = _editing(record_type, work, visit, lock=False)
    return editing.page(editing.base)


def save(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """What the form does."""
    return _editing(record_type, work, visit, lock=True).save()


def _editing(record_type: RecordType, work: Work, visit: Visit, *, lock: bool) -> Editing:
    """The record, locked if it is about to be written; Forbidden for what may only be seen."""
    id = record_id(visit.path["id"])
    rows = records.load(work, record_type, [id], for_action="edit", lock=lock)
    if not rows:
        raise conflicts.missing(work, record_type, id, "edit")
    work.access.conceal(work.actor, record_type, rows[0])
    outline = outline_of(work, record_type, new=False)
    base = sheet_of(outline, rows[0], zone_of(work))
    shared: dict[str, Any] = {"work": work, "record_type": record_type, "visit": visit}
    return Editing(outline=outline, base=base, row=rows[0], **shared)
