"""What the pages share: how they begin, and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "This page is generated from the code by `python -m tools.reference`."


def head(title: str, *paragraphs: str) -> str:
    """The title, where the page comes from, and what comes before its tables."""
    return "\n\n".join([f"# {title}", MADE, *paragraphs]) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a `|` in a cell is written so that it stays in its cell."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def code(text: object) -> str:
    """A word of code; nothing stays nothing."""
    return f"`{text}`" if text not in (None, "") else ""


def sentence(docstring: str | None) -> str:
    """The first paragraph of a docstring on one line."""
    return " ".join((docstring or "").partition("\n\n")[0].split())
