"""Which day it is for the company, and when its mornings begin: as care says."""

from __future__ import annotations

from plugins.care.public import morning, mornings, today

__all__ = ["morning", "mornings", "today"]
