"""Readings that services of others bring, such as those of a visit to the workshop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.plugin_api import Work


@dataclass(frozen=True, slots=True)
class NewReading:
    """What the main meter of an asset showed.

    `origin` names the record from which it comes, `<resource>:<id>`, and is its key for ever: what is put
    again with the same origin replaces what was there. `unit` is that of the meter when left out.
    """

    asset: int
    read_on: date
    value: int
    origin: str
    unit: str = ""
    source: str = "service"


def put_readings(work: Work, rows: Sequence[NewReading], gone: Sequence[str] = ()) -> None:
    """Write readings, replace those whose origin is known, and take away those whose origins are `gone`.

    In the caller's transaction, a few statements for thousands; each asset is scanned once. The rights of the
    actor to change readings hold. Raises Invalid for assets without a meter.
    """
    raise NotImplementedError
