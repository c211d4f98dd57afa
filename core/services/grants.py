"""Rights as roles write them: permissions, or beginnings of permissions, each with its reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from core.contracts.work import REACHES, ReachName

MOST_KNOWN = 2_000


class Grants(Mapping[str, ReachName]):
    """What somebody may do. A name that ends in `*` stands for all permissions that begin so.

    Looking up a permission answers the widest reach that any of the names gives it.
    """

    def __init__(self, pairs: Iterable[tuple[str, ReachName]]) -> None:
        self._reaches: dict[str, ReachName] = {}
        for name, reach in pairs:
            self._reaches[name] = wider(reach, self._reaches.get(name))
        self._beginnings = [(name[:-1], reach) for name, reach in self._reaches.items() if name.endswith("*")]
        # A page asks a hundred times, mostly for the same permissions.
        self._known = lru_cache(MOST_KNOWN)(self._reach)

    def __getitem__(self, permission: str) -> ReachName:
        """The reach of a permission, or of all that begin so (`core.customers.*`); KeyError without any."""
        found = self._known(permission)
        if found is None:
            raise KeyError(permission)
        return found

    def get(self, permission: str, default: Any = None) -> Any:
        """The same without an error."""
        return self._known(permission) or default

    def _reach(self, permission: str) -> ReachName | None:
        found = self._reaches.get(permission)
        beginning = permission.removesuffix("*")
        for start, reach in self._beginnings:
            if beginning.startswith(start):
                found = wider(reach, found)
        return found

    def __iter__(self) -> Iterator[str]:
        """The names as roles write them."""
        return iter(self._reaches)

    def __len__(self) -> int:
        return len(self._reaches)

    def limited_to(self, scopes: Iterable[str]) -> Grants:
        """Only what `scopes` (permissions and beginnings) name too; nothing wider than before."""
        return Grants(
            (name, reach)
            for scope in scopes
            for own, reach in self._reaches.items()
            if (name := both(own, scope)) is not None
        )


def wider(reach: ReachName, other: ReachName | None) -> ReachName:
    """The wider of two reaches."""
    return reach if other is None or REACHES.index(reach) >= REACHES.index(other) else other


def both(name: str, other: str) -> str | None:
    """The name of the permissions that two names have in common, or None."""
    for general, special in ((name, other), (other, name)):
        if general == special or (general.endswith("*") and special.startswith(general[:-1])):
            return special
    return None
