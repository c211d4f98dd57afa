"""Which character separates the cells of a CSV file."""

from __future__ import annotations

import csv
from itertools import islice

from core.labels import translations
from core.services.files.problems import UnreadableFile

_ = translations("core")

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_SAMPLE_ROWS = 50


def known_delimiter(said: str) -> str:
    """The delimiter that a person named by its character or its name; raises UnreadableFile for another."""
    delimiter = DELIMITERS.get(said.strip().lower(), "\t" if said == r"\t" else said)
    if delimiter not in DELIMITERS.values():
        raise UnreadableFile(
            _("The delimiter {said} is not known.").fill(said=repr(said)),
            fix=_("Name one of: {names}.").fill(names=", ".join(DELIMITERS)),
        )
    return delimiter


def detect_delimiter(sample: str, complete: bool) -> str:
    """The delimiter with which the first rows are equally wide, and widest; comma if none makes two columns.

    `complete` says that `sample` is the whole text; otherwise its last line may be cut off and is left out.
    """
    lines = sample.splitlines(keepends=True)
    lines = lines if complete or len(lines) < 2 else lines[:-1]
    ranked = [(_fit(lines, delimiter), delimiter) for delimiter in DELIMITERS.values()]
    best, delimiter = max(ranked, key=lambda rank: rank[0])
    return delimiter if best > (0.0, 0) else ","


def directive(sample: str) -> str | None:
    """The delimiter that Excel's first line `sep=;` names, if the file begins with it."""
    first = sample.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
    delimiter = first.removeprefix("sep=") if first.startswith("sep=") else ""
    return delimiter if delimiter in DELIMITERS.values() else None


def _fit(lines: list[str], delimiter: str) -> tuple[float, int]:
    """How many of the rows are as wide as the headings (0 to 1), and that width; zeros for one column."""
    rows = [len(row) for row in islice(csv.reader(lines, delimiter=delimiter), _SAMPLE_ROWS) if any(row)]
    if not rows or rows[0] < 2:
        return 0.0, 0
    return rows.count(rows[0]) / len(rows), rows[0]
