"""The hooks of the points."""

from __future__ import annotations

from collections.abc import Iterable

from core.plugin_api import Customer, Extension, hookimpl, translations

from .models import Points

_ = translations("points")


@hookimpl
def extensions() -> Iterable[Extension]:
    return [Extension(of=Customer, model=Points, title=_("Points"), sorts=("balance",))]
