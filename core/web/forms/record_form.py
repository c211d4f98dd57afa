"""`RecordForm`: what the forms of new records and of changed ones share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.contracts.pages import Reply, Shown, Visit
from core.errors import FieldErrors
from core.host.record_types import RecordType
from core.web.forms.amounts import currency_shown
from core.web.forms.blank import blank_lines
from core.web.forms.controls import Setting
from core.web.forms.lines import pressed, rearrange
from core.web.forms.naming import names_in, understand
from core.web.forms.outline import Outline, Sheet, sheet_sent
from core.web.forms.parts import lines_part, setting_of
from core.web.forms.values import without_empty
from core.web.once import release

if TYPE_CHECKING:
    from core.services.work import Work


@dataclass(frozen=True, eq=False, kw_only=True)
class RecordForm(ABC):
    """The form of one record for one actor; `base` is what stands in it before anything is typed."""

    work: Work
    record_type: RecordType
    visit: Visit
    outline: Outline
    base: Sheet

    @property
    @abstractmethod
    def address(self) -> str:
        """Where the form is, and where it is sent to."""

    @property
    @abstractmethod
    def allowed(self) -> Mapping[str, Sequence[str]]:
        """The values that each field with a life can have now."""

    @abstractmethod
    def page(self, sheet: Sheet, errors: FieldErrors | None = None) -> Reply:
        """The form with what was typed and what is wrong with it."""

    @abstractmethod
    def write(self, sheet: Sheet) -> Reply:
        """Write what was typed, or show the form again with what is wrong."""

    def save(self) -> Reply:
        """What the form does when it is sent; a button at its lines changes these and writes nothing."""
        form = self.visit.form
        sheet = sheet_sent(self.outline, form, self.base)
        blank = blank_lines(self.work, self.outline)
        if pressed(form):
            release(self.work, self.visit)
            return self._rearranged(sheet, *rearrange(sheet, form, blank))
        sheet = without_empty(self.outline, sheet, blank)
        unclear = understand(self.work, self.outline, sheet)
        return self.page(sheet, unclear) if unclear else self.write(sheet)

    def _rearranged(self, sheet: Sheet, name: str, added: int | None) -> Reply:
        """The form with other lines; a browser with scripts takes only the lines themselves."""
        if not (name and self.visit.partial):
            return self.page(sheet)
        part = lines_part(self.outline, self.setting(sheet), sheet, name, added)
        return Shown(template="form_lines.html", values={"part": part, "action": self.address})

    def setting(self, sheet: Sheet, errors: FieldErrors | None = None) -> Setting:
        """What all controls of the form share."""
        return setting_of(
            self.work,
            errors=errors or {},
            names=names_in(self.work, self.outline, sheet),
            currency=currency_shown(self.work, self.outline, sheet),
            allowed=self.allowed,
        )
