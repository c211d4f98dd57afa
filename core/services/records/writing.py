"""What surrounds every write: the database's refusals become errors of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from core.host.record_types import RecordType
from core.services.records.uniqueness import explain


@contextmanager
def writing(record_type: RecordType) -> Iterator[None]:
    """Translate broken constraints: a race that the checks before the write could not see."""
    try:
        yield
    except IntegrityError as error:
        raise explain(record_type, error) from error
