"""What vehicles are called: numbers, plates, models; pure functions over the values of a record."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from industry_packs.auto_dealer.services.vin import FIRST_CHECKED_YEAR, LENGTH, Verdict, judge, normalise

NO_YEAR = 0
"""Whether a number is valid does not depend on the latest model year."""
BETWEEN = "|"

Values = Mapping[str, Any]


def verdict(vin: str, model_year: int | None = None, latest: int = NO_YEAR) -> Verdict:
    """What is known of a number; the model year of the vehicle counts before 1981 only."""
    old = model_year is not None and model_year < FIRST_CHECKED_YEAR
    return judge(vin, max_model_year=latest, declared_year=model_year if old else None)


def valid_vin(values: Values) -> str | None:
    """The number of a vehicle, if it is valid: no two have the same. Those from before 1981 may."""
    vin = values.get("auto_dealer.vin")
    found = judge(vin, max_model_year=NO_YEAR) if vin else None
    return found.normalized if found and found.valid and len(found.normalized) == LENGTH else None


def vin_verdict(values: Values) -> str | None:
    """Whether the number of a vehicle is valid, else the first reason why not."""
    vin = values.get("auto_dealer.vin")
    if not vin:
        return None
    found = verdict(vin, values.get("auto_dealer.model_year"))
    return "valid" if found.valid else found.reasons[0]


def plate_of(text: str) -> str:
    """A plate as it is kept: capital letters, plain characters, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).upper().split())


def word(text: str | None) -> str:
    """A make or series as it is compared: letters and digits only."""
    plain = unicodedata.normalize("NFKC", text or "").casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def key_of(make: str | None, series: str | None) -> str | None:
    """A model as it is compared; None without a make."""
    return f"{word(make)}{BETWEEN}{word(series)}" if word(make) else None


def key_of_vehicle(values: Values) -> str | None:
    """The model of a vehicle as it is compared."""
    return key_of(values.get("auto_dealer.make"), values.get("auto_dealer.series"))


def key_of_range(values: Values) -> str | None:
    """The model that a campaign names as it is compared; that of a make alone begins those of its series."""
    return key_of(values.get("make"), values.get("series"))


def recall_key(values: Values) -> str:
    """A campaign names a number once; a vehicle that it names by its model only, once."""
    vin = values.get("vin")
    return f"{values['recall']}:" + (normalise(vin) if vin else f"vehicle {values.get('asset')}")


def found_by(values: Values) -> str:
    """How it is known that a campaign is about a vehicle: only its number is certain."""
    return "vin" if values.get("vin") else "model"
