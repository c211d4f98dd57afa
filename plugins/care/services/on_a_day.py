"""What is known of subjects as of another day than today: readings are judged anew for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.plugin_api import Work
from plugins.assets.public import known_meters
from plugins.care.services.histories import Looked, read


def known_on(work: Work, ids: Sequence[int], as_of: date) -> list[Looked]:
    """The subjects with what the rule asks of them, as of a day; those without any start are left out."""
    looked = read(work, ids)
    meters = known_meters(work, sorted({each.asset for each in looked if each.asset is not None}))
    accepted = {asset: known.scanned(as_of).accepted for asset, known in meters.items()}
    return [
        replace(each, history=replace(each.history, readings=accepted.get(each.asset or 0, ())))
        for each in looked
    ]
