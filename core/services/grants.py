"""Rights as roles write them: permissions, or beginnings of permissions, each with its reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from core.contracts.work import REACHES, ReachName


class Grants(Mapping[str, ReachName]):
    """What somebody may do. A name that ends in `*` stands for all permissions that begin so.

    Looking up a permission answers the widest reach that any of the names gives it.
    """

    def __init__(self, pairs: Iterable[tuple[str, ReachName]]) -> None:
        self._reaches: dict[str, ReachName] = {}
        for name, reach in pairs:
            self._reaches[name] = wider(reach, self._reaches.get(name))
        self._beginnings = [(name[:-1], reach) for name, reach in self._reaches.items() if name.endswith("*")]

    def __getitem__(self, permission: str) -> ReachName:
        """The reach of a permission, or of all that begin so (`core.customers.*`); KeyError without any."""
        found = self._reaches.get(permission)
        beginning = permission.removesuffix("*")
        for start, reach in self._beginnings:
            if beginning.startswith(start):
                found = wider(reach, found)
        if found is None:
            raise KeyError(permission)
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
