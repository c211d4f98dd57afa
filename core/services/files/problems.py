"""What can be wrong with a file as a whole and with one of its rows."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import Invalid


class UnreadableFile(Invalid):
    """The file as a whole cannot be read: wrong format, too large, broken, unknown encoding or sheet."""

    code = "unreadable_file"

    def __init__(self, message: str, *, why: str = "", fix: str = "") -> None:
        super().__init__(message=message, why=why, fix=fix)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell of a row (or, with an empty `column`, with the row).

    `column` is the heading as it stands in the file, `value` what was found (shortened to SHOWN characters).
    """

    column: str
    code: str
    message: str
    value: str = ""


SHOWN = 200


def shown(value: str) -> str:
    """A value short enough for a message."""
    return value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
