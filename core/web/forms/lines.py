"""Buttons inside a form that change its lines: add one, remove one, move one up or down. Nothing is saved.

A browser that kept a draft of more lines than a form has sends it with `_keep`, to get a form that has them.
"""

from __future__ import annotations

from core.contracts.pages import Parameters
from core.http.requests import whole_number
from core.web.forms.outline import Raw, Sheet

ADD, REMOVE, UP, DOWN, KEEP = "_add", "_remove", "_up", "_down", "_keep"
BUTTONS = (ADD, REMOVE, UP, DOWN, KEEP)


def pressed(form: Parameters) -> str:
    """Which of the buttons sent the form; empty for none."""
    return next((name for name in BUTTONS if name in form), "")


def rearrange(sheet: Sheet, form: Parameters, new: dict[str, Raw]) -> tuple[str, int | None]:
    """Do to the lines what a button says; answers their kind and the number of a line that came.

    `new` holds an empty line of each kind. What a button names that is not there changes nothing.
    """
    button = pressed(form)
    name, _dot, text = form[button].partition(".")
    rows = sheet.lines.get(name)
    if rows is None:
        return "", None
    if button == ADD:
        rows.append(dict(new[name]))
        return name, len(rows) - 1
    number = whole_number(text)
    if number is not None and number < len(rows):
        _change(rows, button, number)
    return name, None


def _change(rows: list[Raw], button: str, number: int) -> None:
    row = rows.pop(number)
    if button != REMOVE:
        rows.insert(max(0, number - 1) if button == UP else number + 1, row)
