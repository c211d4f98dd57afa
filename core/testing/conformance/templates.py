"""Rules about templates, read from their text: nothing that the policy of pages forbids, texts are marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from core.testing.conformance.findings import Finding
from core.testing.conformance.subject import Subject
from core.testing.messages import templates_in
from core.web.rendering import TEMPLATES

INLINE: Mapping[str, re.Pattern[str]] = {
    "a script without src": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "<style>": re.compile(r"<style\b", re.IGNORECASE),
    "style=": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "on...=": re.compile(r"\son\w+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\s(data-)?hx-on\b", re.IGNORECASE),
    "js:": re.compile(r"""["']\s*(js|javascript):""", re.IGNORECASE),
    "the address of another host": re.compile(
        r"""(?:\s(?:src|srcset|action|formaction|poster|data|hx-\w+)|<link[^>]*\shref)\s*=\s*["']?\s*(?:https?:)?//""",
        re.IGNORECASE,
    ),
}
KIT = TEMPLATES / "ui.html"
WORD = re.compile(r"^(?![/#?&]\S*$).*[^\W\d_]{2}", re.DOTALL)
"""Two letters, in what is no part of an address."""

READ_ATTRIBUTES = ("title", "alt", "placeholder", "aria-label", "label")
READ_ARGUMENTS = ("title", "text", "label", "placeholder", "help", "hint", "description")
NOT_TRANSLATED = ("kbd", "code", "script", "style")
WITHOUT_END = ("br", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "col", "area")
MARK = 'Write {{ _("...") }}.'


def _templates(subject: Subject) -> Sequence[Path]:
    """Its templates."""
    return templates_in(subject.found.location) if subject.is_folder else []


def templates_have_nothing_inline(subject: Subject) -> Iterator[Finding]:
    """Templates have no scripts, styles and handlers of events in them (`<script>` without src, `<style>`,
    `style=`, `on...=`, `hx-on`, `js:`), and load nothing from another host: browsers refuse it.
    """
    for path in _templates(subject):
        try:
            text = _html(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError:
            continue  # which is for the next rule to tell
        for what, pattern in INLINE.items():
            for match in pattern.finditer(text):
                fix = "Use a class, a module of scripts in static/, or a file of your own."
                line = text.count("\n", 0, match.start()) + 1
                yield Finding(f"It has {what}. It reads: {match[0].strip()}", fix, subject.where(path, line))


def _html(text: str) -> str:
    """A template without its code and comments, in as many lines."""
    tokens = Environment(autoescape=True).lex(text)
    return "".join(value if kind == "data" else "\n" * value.count("\n") for _line, kind, value in tokens)


def texts_of_templates_are_marked(subject: Subject) -> Iterator[Finding]:
    """Templates can be read, and mark every text that people read: `{{ _("Text") }}`."""
    macros = _macros()
    for path in _templates(subject):
        text = path.read_text(encoding="utf-8")
        try:
            found = [*_plain_texts(text), *_written_values(text, macros)]
        except TemplateSyntaxError as error:
            yield Finding(str(error.message), "Mend the template.", subject.where(path, error.lineno))
            continue
        for line, words in found:
            yield Finding(f"The text {words!r} cannot be translated.", MARK, subject.where(path, line))


def _plain_texts(text: str) -> Sequence[tuple[int, str]]:
    """Texts that stand in the HTML, with their lines."""
    reader = _Texts()
    reader.feed(_html(text))
    reader.close()
    return reader.found


def _written_values(text: str, macros: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, str]]:
    """Texts that stand in expressions and are shown: `{{ "Text" }}`, `ui.button("Text", title="Text")`."""
    tree = Environment(autoescape=True).parse(text)
    shown = [node for output in tree.find_all(nodes.Output) for node in output.nodes]
    given = [argument for call in tree.find_all(nodes.Call) for argument in _arguments(call, macros)]
    for node in (*shown, *(value for name, value in given if name in READ_ARGUMENTS)):
        if isinstance(node, nodes.Const) and isinstance(node.value, str) and WORD.search(node.value):
            yield node.lineno, node.value


def _macros() -> Mapping[str, Sequence[str]]:
    """The macros of the kit, with the names of their arguments."""
    tree = Environment(autoescape=True).parse(KIT.read_text(encoding="utf-8"))
    return {macro.name: [argument.name for argument in macro.args] for macro in tree.find_all(nodes.Macro)}


def _arguments(call: nodes.Call, macros: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, nodes.Node]]:
    """The arguments of a call that have names: those of the kit's macros without being named, too."""
    yield from ((given.key, given.value) for given in call.kwargs)
    if isinstance(call.node, nodes.Getattr) and getattr(call.node.node, "name", "") == "ui":
        yield from zip(macros.get(call.node.attr, ()), call.args, strict=False)


class _Texts(HTMLParser):
    """Gathers the texts that people read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at its attributes."""
        for name, value in attrs:
            if name in READ_ATTRIBUTES:
                self._note(value or "")
        if tag not in WITHOUT_END:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave it, and what was not closed within it."""
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Look at a text."""
        if not any(tag in NOT_TRANSLATED for tag in self._open):
            self._note(data)

    def _note(self, text: str) -> None:
        if WORD.search(text):
            line, _column = self.getpos()
            skipped = text[: len(text) - len(text.lstrip())].count("\n")
            self.found.append((line + skipped, " ".join(text.split())))


RULES = (templates_have_nothing_inline, texts_of_templates_are_marked)
