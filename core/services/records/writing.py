"""Writing rows that rights guard: changed and deleted by their ids; refusals become errors of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Delete, Update, delete, update
from sqlalchemy.exc import IntegrityError

from core.data.among import among
from core.host.record_types import RecordType
from core.services.chunks import chunks
from core.services.records.uniqueness import explain

if TYPE_CHECKING:
    from core.services.work import Work


@contextmanager
def writing(record_type: RecordType) -> Iterator[None]:
    """Translate broken constraints: a race that the checks before the write could not see."""
    try:
        yield
    except IntegrityError as error:
        raise explain(record_type, error) from error


def execute(work: Work, statement: Update | Delete, **options: Any) -> int:
    """Run a statement that writes guarded rows; answers how many it found."""
    result: Any = work.session.execute(statement.execution_options(guanxi_writer=True, **options))
    return int(result.rowcount)


def change_rows(
    work: Work, model: Any, ids: Sequence[int], values: Mapping[str, Any], **options: Any
) -> None:
    """Give the rows of a model with these ids the same values."""
    for part in chunks(ids):
        execute(work, update(model).where(among(model.id, part)).values(values), **options)


def delete_rows(work: Work, model: Any, ids: Sequence[int]) -> None:
    """Delete the rows of a model with these ids."""
    for part in chunks(ids):
        execute(work, delete(model).where(among(model.id, part)))
