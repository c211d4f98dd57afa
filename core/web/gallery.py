"""The examples of the gallery `/ui`: read from core/templates/gallery.txt, shown and rendered by one text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, pass_environment
from markupsafe import Markup

from core.contracts.pages import Page, Reply, Shown, Visit
from core.services.work import Work

EXAMPLES = Path(__file__).parents[1] / "templates" / "gallery.txt"
_SECTION = re.compile(r"^=== (.+)$\n", re.MULTILINE)
_BETWEEN = "\n---\n"


@dataclass(frozen=True)
class Example:
    """A call and what it makes."""

    source: str
    shown: Markup


@dataclass(frozen=True)
class Section:
    """Examples of one kind of part."""

    id: str
    title: str
    examples: Sequence[Example]


@pass_environment
def sections(environment: Environment) -> Iterator[Section]:
    """The gallery in the language of an environment that knows `ui` and `_`."""
    _before, *parts = _SECTION.split(EXAMPLES.read_text(encoding="utf-8"))
    for number, (title, content) in enumerate(zip(parts[::2], parts[1::2], strict=True), 1):
        sources = content.strip().split(_BETWEEN)
        yield Section(f"part-{number}", title, [_example(environment, source) for source in sources])


def _example(environment: Environment, source: str) -> Example:
    # The text is ours and what it calls escapes its values.
    return Example(source, Markup(environment.from_string(source).render()))  # noqa: S704


def gallery(_work: Work, _visit: Visit) -> Reply:
    """The gallery, for those who decide what plugins there are."""
    return Shown(template="gallery.html", values={"sections": sections})


PAGES = (Page(path="/ui", permission="core.plugins.manage", run=gallery),)
