"""Facts of plugins: rows that machines make in masses, written the fastest way that the driver has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.contracts.base import Fact
from core.data.bulk import insert_rows
from core.data.limits import is_guarded

if TYPE_CHECKING:
    from core.services.work import Work

NO_FACT = "{model} is no Fact, or one that is guarded: these are written as records"


def add_facts(work: Work, model: type[Fact], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows of a plugin's own facts, all with the same attributes, in the work's transaction.

    Attributes that are None in every row are left out. Raises IntegrityError like any INSERT.
    """
    if not issubclass(model, Fact) or is_guarded(model):
        raise ValueError(NO_FACT.format(model=model.__name__))
    insert_rows(work.session, model, rows)
