"""Whether something was written meanwhile: for what is worked out without a lock and written within one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.data.locks import is_one_after_another
from core.services.undo.noting import last_change

if TYPE_CHECKING:
    from core.services.work import Work


def journal_mark(work: Work) -> int | None:
    """Where the journal ends; None where that says nothing.

    On PostgreSQL a change that is under way may have a lower number than one that everybody sees already, so
    only locks tell. On SQLite one writes after another.
    """
    return last_change(work) if is_one_after_another(work.session) else None


def is_unchanged(work: Work, mark: int | None) -> bool:
    """Whether nobody has changed a record since; False where that cannot be told."""
    return mark is not None and last_change(work) == mark
