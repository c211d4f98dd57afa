"""`Parts`: the macros of `ui.html`, which look the same whenever they are called with the same values.

A list has some sixty parts, most of them those of the page before: finding one again takes a fifth of the
time of rendering it. What a macro answers depends on nothing but its arguments and the language, and each
language has an environment of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from jinja2.runtime import Macro
from markupsafe import Markup

MOST_KEPT = 4_000
LONGEST_KEPT = 8_000
# Text and markup that read alike are escaped differently: what is kept is found by the type as well.
PLAIN = frozenset({str, Markup, int, bool, type(None)})


class Parts:
    """What templates know as `ui`."""

    def __init__(self, module: Any) -> None:
        self._kept: dict[Hashable, Markup] = {}
        for name, found in vars(module).items():
            if isinstance(found, Macro):
                setattr(self, name, self._keeping(name, found))

    @property
    def kept(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def _keeping(self, name: str, macro: Macro) -> Callable[..., Markup]:
        kept = self._kept

        def part(*values: Any, **named: Any) -> Markup:
            key = _key(name, values, named)
            if key is None:
                return _rendered(macro, values, named)
            found = kept.get(key)
            if found is None:
                found = _rendered(macro, values, named)
                self._keep(key, found)
            return found

        return part

    def _keep(self, key: Hashable, html: Markup) -> None:
        if len(html) > LONGEST_KEPT:
            return
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[key] = html


def _rendered(macro: Macro, values: tuple[Any, ...], named: dict[str, Any]) -> Markup:
    return Markup(macro(*values, **named))  # noqa: S704  # of an escaping template


def _key(name: str, values: tuple[Any, ...], named: dict[str, Any]) -> Hashable | None:
    """By what the part is found again; None if something of it may look otherwise next time."""
    try:
        return name, _frozen(values), _frozen(named)
    except TypeError:
        return None


def _frozen(value: Any) -> Hashable:
    """A value with its type, all the way down; TypeError for one of which it is not known how it looks."""
    kind = value.__class__
    if kind in PLAIN:
        return kind, value
    if kind is dict:
        return tuple([(name, _frozen(item)) for name, item in value.items()])
    if kind is tuple or kind is list:
        return tuple(map(_frozen, value))
    raise TypeError(kind)
