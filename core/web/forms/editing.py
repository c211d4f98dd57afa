"""Changes of a record: `/customers/7/edit`. Only what somebody changed is written."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from core.contracts.pages import Reply, Shown, Visit
from core.errors import Conflict, FieldErrors, Invalid
from core.host.record_types import RecordType
from core.http.requests import record_id
from core.labels import translations
from core.services import records
from core.services.records import conflicts
from core.web.forms.amounts import company_currency, currencies_of
from core.web.forms.blank import blank_lines, zone_of
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
from core.web.forms.lines import pressed, rearrange
from core.web.forms.naming import names_in, understand
from core.web.forms.outline import Outline, Sheet, changed, outline_of, sheet_of, sheet_sent
from core.web.forms.parts import lines_part, parts_of, seen_part, setting_of
from core.web.forms.values import values_of, without_empty
from core.web.forms.warned import SURE, warnings_of
from core.web.once import release

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

EDIT = _("Edit: {record}")
SAVED, NOTHING = _("Saved."), _("Nothing was changed.")
VERSION, BEFORE, LIST = "_version", "_before", "list"


@dataclass(frozen=True, eq=False)
class Editing:
    """The form of one record for one actor; `row` is the record as it stands, `base` its form."""

    work: Work
    record_type: RecordType
    visit: Visit
    outline: Outline
    row: dict[str, Any]
    base: Sheet = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "base", sheet_of(self.outline, self.row, zone_of(self.work)))

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

    def page(
        self,
        sheet: Sheet,
        errors: FieldErrors | None = None,
        warnings: list[Warned] | None = None,
        clash: Clash | None = None,
        added: tuple[str, int | None] = ("", None),
    ) -> Reply:
        """The form with what was typed, what is wrong with it, and what others changed meanwhile."""
        work, resource = self.work, self.record_type.resource
        common = {"names": names_in(work, self.outline, sheet), "currency": company_currency(work)}
        setting = setting_of(work, errors=errors or {}, allowed=self._allowed(), **common)
        if added[0] and self.visit.partial:
            part = lines_part(self.outline, setting, sheet, *added)
            return Shown(template="form_lines.html", values={"part": part, "action": self.address})
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
            warnings=warnings or [],
            choices=clash.choices if clash else [],
            changes=clash.changes if clash else [],
            row=self.row,
        )
        return shown(form, self.visit, CONFLICT if clash or warnings else UNPROCESSABLE if errors else 200)

    def _hidden(self, warnings: list[Warned] | None) -> list[tuple[str, str]]:
        before = json.dumps(self.base.digests(), separators=(",", ":"))
        hidden = [(VERSION, str(self.row["version"])), (BEFORE, before)]
        return [*hidden, (SURE, "1")] if warnings else hidden

    def _allowed(self) -> dict[str, tuple[str, ...]]:
        """Where each status can go from here."""
        lives = self.record_type.resource.transitions
        return {name: (self.row[name], *life.moves.get(self.row[name], ())) for name, life in lives.items()}

    def save(self) -> Reply:
        """Write what was changed, or show the form again with what is wrong."""
        form = self.visit.form
        sheet = sheet_sent(self.outline, form, self.base)
        blank = blank_lines(self.work, self.outline)
        if pressed(form):
            release(self.work, self.visit)
            return self.page(sheet, added=rearrange(sheet, form, blank))
        sheet = without_empty(self.outline, sheet, blank)
        unclear = understand(self.work, self.outline, sheet)
        if unclear:
            return self.page(sheet, unclear)
        return self._write(merged_sheet(form, sheet, self.base), self._clash(sheet))

    def _clash(self, sheet: Sheet) -> Clash | None:
        """What somebody else changed since the form was opened and the actor changed too."""
        version = self.visit.form.get(VERSION, "")
        if version == str(self.row["version"]) or not version.isdecimal() or len(version) > 9:
            return None
        conflict: Conflict = conflicts.conflict(self.work, self.record_type, self.row["id"], int(version))
        return clash_of(
            self.work, self.record_type, self.visit.form, (sheet, self.base, self.outline), conflict
        )

    def _write(self, sheet: Sheet, clash: Clash | None) -> Reply:
        if clash and clash.choices:
            return self.page(sheet, clash=clash)
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
    return Editing(work, record_type, visit, outline_of(work, record_type, new=False), rows[0])
