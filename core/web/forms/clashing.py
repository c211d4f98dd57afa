"""Two people changed one record at once: what of it both changed, who did it, and which value is taken."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.contracts.choices import ChoiceKind
from core.contracts.fields import Field
from core.contracts.kinds import FlagKind
from core.contracts.pages import Parameters
from core.errors import Conflict
from core.host.record_types import RecordType
from core.labels import translations
from core.web.forms.codes import code_name
from core.web.forms.form import Choice
from core.web.forms.naming import Names, names_in
from core.web.forms.outline import YES, Outline, Raw, Sheet
from core.web.named import who_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

TAKE, THEIRS = "_take.", "theirs"
BEFORE = "_before"
LONGEST_BEFORE = 200_000
CHANGED = _("{actor} changed {fields}.")
Sheets = tuple[Sheet, Sheet, Outline]
"""What was typed, what stands now, and the outline of both."""


@dataclass(frozen=True, kw_only=True)
class Clash:
    """What others changed in the meantime, and the fields of which somebody has to choose."""

    choices: Sequence[Choice]
    changes: Sequence[str]


def merged_sheet(form: Parameters, sheet: Sheet, base: Sheet) -> Sheet:
    """What was typed where it is other than before; what others wrote elsewhere, and where it is chosen."""
    before = _before(form)
    mine = sheet.digests()
    kept = {
        name
        for name, digest in mine.items()
        if form.get(TAKE + name) != THEIRS and (not before or before.get(name) != digest)
    }
    values = {name: text if name in kept else base.values[name] for name, text in sheet.values.items()}
    lines = {
        name: _known_lines(rows, base.lines[name]) if name in kept else base.lines[name]
        for name, rows in sheet.lines.items()
    }
    return Sheet(values, lines)


def _known_lines(rows: Sequence[Raw], base: Sequence[Raw]) -> list[Raw]:
    """Lines of which the record has no longer any such are new ones."""
    ids = {row["id"] for row in base}
    return [row if row["id"] in ids else {**row, "id": ""} for row in rows]


def _before(form: Parameters) -> Mapping[str, Any]:
    """The marks of what stood in the form when it was opened; nothing where they were tampered with."""
    text = form.get(BEFORE, "")
    try:
        found = json.loads(text) if len(text) <= LONGEST_BEFORE else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def clash_of(
    work: Work, record_type: RecordType, form: Parameters, sheets: Sheets, conflict: Conflict
) -> Clash:
    """The fields that both changed, unless somebody has chosen already, or both wrote the same."""
    sheet, base, outline = sheets
    before, mine, theirs = _before(form), sheet.digests(), base.digests()
    both = [
        name
        for name, digest in mine.items()
        if before.get(name) not in (digest, theirs[name])
        and digest != theirs[name]
        and TAKE + name not in form
    ]
    shown = Shown(work, outline, names_in(work, outline, sheet), names_in(work, outline, base))
    who = {
        name: who_of(work, str(change["actor"])) for change in conflict.changes for name in _changed(change)
    }
    choices = [shown.choice(name, sheet, base, who.get(name, "")) for name in both]
    return Clash(choices=choices, changes=_told(work, record_type, conflict))


def _told(work: Work, record_type: RecordType, conflict: Conflict) -> list[str]:
    """Who changed what, a line for each change."""
    lines = []
    for change in conflict.changes:
        labels = [_label(work, record_type, name) for name in _changed(change)]
        actor = who_of(work, str(change["actor"]))
        lines.append(work.translate(CHANGED.fill(actor=actor, fields=", ".join(labels) or "–")))
    return lines


def _changed(change: Mapping[str, Any]) -> Iterable[str]:
    """The fields of one change."""
    return change["fields"]  # type: ignore[no-any-return]


def _label(work: Work, record_type: RecordType, name: str) -> str:
    child = record_type.children.get(name)
    return work.translate(child.children.title if child else record_type.fields[name].label)


@dataclass(frozen=True)
class Shown:
    """Shows texts of a form to people who compare them."""

    work: Work
    outline: Outline
    mine: Names
    theirs: Names

    def choice(self, name: str, sheet: Sheet, base: Sheet, who: str) -> Choice:
        """Both values of a field, or of the lines of a kind."""
        child = self.outline.children.get(name)
        label = child.children.title if child else self.outline.fields[name].label
        return Choice(
            name=TAKE + name,
            label=self.work.translate(label),
            mine=self._text(name, sheet, self.mine),
            theirs=self._text(name, base, self.theirs),
            who=who,
        )

    def _text(self, name: str, sheet: Sheet, names: Names) -> str:
        if name in sheet.lines:
            fields = self.outline.line_fields(name)
            return "; ".join(self._line(fields, row, names) for row in sheet.lines[name])
        return self._of(self.outline.fields[name], sheet.values[name], names)

    def _line(self, fields: Iterable[Field], row: Raw, names: Names) -> str:
        return ", ".join(text for item in fields if (text := self._of(item, row.get(item.name, ""), names)))

    def _of(self, item: Field, text: str, names: Names) -> str:
        kind = item.kind
        if isinstance(kind, FlagKind):
            return self.work.translate(_("Yes") if text == YES else _("No"))
        if isinstance(kind, ChoiceKind):
            codes = [code for code in text.split(";") if code]
            return ", ".join(self.work.translate(kind.choices.get(code, code)) for code in codes)
        return names.of(item, code_name(kind.name, text, self.work.actor.locale))
