"""What is known of subjects as of another day than today, for which readings were judged anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.plugin_api import Work
from plugins.assets.public import Point
from plugins.care.services.histories import Looked, read


def known_with(work: Work, ids: Sequence[int], readings: Mapping[int, Sequence[Point]]) -> list[Looked]:
    """The subjects with what the rule asks of them, and by asset these accepted readings.

    Those without any start are left out.
    """
    return [
        replace(each, history=replace(each.history, readings=readings.get(each.asset or 0, ())))
        for each in read(work, ids)
    ]
