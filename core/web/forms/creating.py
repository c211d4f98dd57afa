"""New records: `/customers/new`, as a page or as a dialog over any page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from core.contracts.pages import Reply, Visit
from core.errors import FieldErrors, Invalid
from core.host.record_types import RecordType
from core.labels import translations
from core.services import records
from core.web.forms.amounts import currencies_of
from core.web.forms.blank import blank_sheet, prefilled
from core.web.forms.form import (
    CONFLICT,
    UNPROCESSABLE,
    Form,
    Warned,
    errors_of,
    focus_on_error,
    focus_on_first,
    onward,
    problems_of,
    shown,
)
from core.web.forms.outline import Sheet, changed, outline_of
from core.web.forms.parts import parts_of
from core.web.forms.record_form import RecordForm
from core.web.forms.values import Values, values_of
from core.web.forms.warned import SURE, warnings_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

NEW = _("New: {record}")
CREATED = _("{record} created.")
THEN, ANOTHER, STAY, NEXT = "_then", "new", "stay", "next"


class Creating(RecordForm):
    """The form of new records of one kind for one actor."""

    @property
    def address(self) -> str:
        """Where the form is, with what its address says."""
        query = urlencode(self.visit.query.pairs)
        return f"/{self.record_type.resource.path}/new" + (f"?{query}" if query else "")

    @property
    def allowed(self) -> Mapping[str, Sequence[str]]:
        """Where each life begins."""
        return {name: life.initial for name, life in self.record_type.resource.transitions.items()}

    def page(self, sheet: Sheet, errors: FieldErrors | None = None, warnings: Sequence[Warned] = ()) -> Reply:
        """The form with what was typed and what is wrong with it."""
        work, resource = self.work, self.record_type.resource
        parts = parts_of(self.record_type, self.outline, self.setting(sheet, errors), sheet, new=True)
        (focus_on_error if errors else focus_on_first)(parts)
        form = Form(
            kind="new",
            title=work.translate(NEW.fill(record=work.translate(resource.singular))),
            action=self.address,
            parts=parts,
            submit=work.translate(_("Save")),
            back=f"/{resource.path}",
            draft=f"{resource.path}/new",
            hidden=self._hidden(sheet, warnings),
            problems=problems_of(errors or {}, parts, work.translate),
            warnings=warnings,
            twins=f"/{resource.path}/duplicates",
            another=True,
        )
        return shown(form, self.visit, CONFLICT if warnings else UNPROCESSABLE if errors else 200)

    def _hidden(self, sheet: Sheet, warnings: Sequence[Warned]) -> list[tuple[str, str]]:
        kept = [(name, sheet.values[name]) for name in self.outline.hidden if sheet.values[name]]
        return [*kept, (SURE, "1")] if warnings else kept

    def write(self, sheet: Sheet) -> Reply:
        """Make the record, or show the form again with what is wrong."""
        try:
            (id,) = records.create(self.work, self.record_type, [self._values(sheet)])
        except Invalid as error:
            return self.page(sheet, errors_of(error))
        if self.work.warnings and SURE not in self.visit.form:
            return self.page(sheet, warnings=warnings_of(self.work, self.record_type))
        return self._onward(id)

    def _values(self, sheet: Sheet) -> Values:
        """What differs from an empty form; amounts without a currency are in the company's."""
        values = values_of(self.outline, sheet, changed(sheet, self.base))
        return values | currencies_of(self.work, self.outline, sheet, values)

    def _onward(self, id: int) -> Reply:
        """To the new record, to another empty form, or back to where one was."""
        resource, then = self.record_type.resource, self.visit.form.get(THEN, "")
        text = self.work.translate(CREATED.fill(record=self.work.translate(resource.singular)))
        visible = self.work.actor.reach(resource.permission("view")) and records.read_many(
            self.work, self.record_type, [id]
        )
        to = f"/{resource.path}/{id}" if visible else f"/{resource.path}"
        if then == ANOTHER:
            to = self.address
        elif then == STAY and NEXT in self.visit.form:
            to = self.visit.form[NEXT]
        return onward(self.visit, to, text, f"{resource.path}/new")


def new(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The empty form, with what its address says filled in."""
    creating = _creating(record_type, work, visit)
    return creating.page(prefilled(creating.outline, creating.base, visit.query))


def create(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """What the form does."""
    return _creating(record_type, work, visit).save()


def _creating(record_type: RecordType, work: Work, visit: Visit) -> Creating:
    outline = outline_of(work, record_type, new=True)
    base = blank_sheet(work, record_type, outline)
    return Creating(work=work, record_type=record_type, visit=visit, outline=outline, base=base)
