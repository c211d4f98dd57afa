"""Texts that people read: English in the code, other languages from the owner's catalogues.

A `Label` is its English text, so code, logs, OpenAPI and tests need no translator. Only the outermost
encoders (templates, command line, error answers) ask a catalogue for another language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping


class Label(str):
    """English text that remembers its owner, its template and the values filled into it."""

    __slots__ = ("owner", "template", "values")

    owner: str
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, owner: str = "core", values: Mapping[str, object] | None = None) -> Label:
        """Make a label; `values` are filled into `{names}` of the template."""
        label = super().__new__(cls, template.format_map(values) if values else template)
        label.owner, label.template, label.values = owner, template, values or {}
        return label

    def fill(self, **values: object) -> Label:
        """The same label with its `{names}` filled in; they stay known, so it can still be translated."""
        return Label(self.template, self.owner, values)

    def __getnewargs__(self) -> tuple[str, str, Mapping[str, object]]:  # type: ignore[override]
        """What pickle and copy need to make it again."""
        return self.template, self.owner, self.values


Translator = Callable[[str], str]
"""From a label (or plain text, which stays as it is) to the text in one language."""


def translations(owner: str) -> Callable[[str], Label]:
    """The `_` of one owner: marks a text for its catalogue, `_("Customers")`."""

    def mark(text: str) -> Label:
        return Label(text, owner)

    return mark


def message_of(error: Exception) -> str:
    """What an exception says, as the label that it was raised with if there is one."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Label) else str(error)
