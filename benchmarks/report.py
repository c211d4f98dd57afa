"""The table of results."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.results import Result

README = Path(__file__).parent / "README.md"


def markdown(tables: Mapping[str, Sequence[Result]], rows: int) -> str:
    """One table for each kind of database."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {rows:,} customers"
    parts = [f"Measured on {machine}.\n"]
    for kind, results in tables.items():
        parts += [
            f"### {kind}\n",
            "| case | as | ours | bare driver | ratio |",
            "| --- | --- | ---: | ---: | ---: |",
        ]
        parts += [_line(result) for result in results] + [""]
    return "\n".join(parts)


def _line(result: Result) -> str:
    bare = "" if result.bare is None else f"{result.bare:.2f} {result.unit}"
    ratio = "" if result.ratio is None else f"{result.ratio:.1f}"
    return f"| {result.case} | {result.who} | {result.ours:.2f} {result.unit} | {bare} | {ratio} |"


def write(text: str, part: str = "results") -> None:
    """Put the tables into a part of the README, between its marks."""
    begin, end = f"<!-- {part} -->", f"<!-- /{part} -->"
    page = README.read_text(encoding="utf-8")
    marked = f"{begin}\n\n{text}\n{end}"
    README.write_text(
        re.sub(f"{begin}.*{end}", lambda _found: marked, page, flags=re.DOTALL), encoding="utf-8"
    )
