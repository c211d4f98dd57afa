"""Who gets a lead: rules, and whose turn it is. Plain values, no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

PLACES = ("region", "city")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, with its members in their order."""

    id: int
    method: str
    members: tuple[int, ...]
    unit: int | None = None
    source: str = ""
    places: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()

    def fits(self, lead: Mapping[str, Any]) -> bool:
        """Whether it is for leads like this one."""
        return (
            (not self.source or self.source.casefold() == _folded(lead, "source"))
            and (not self.unit or lead.get("unit") in (None, self.unit))
            and (not self.places or any(_is_at(lead, place) for place in self.places))
            and (not self.interests or any(word in _folded(lead, "interest") for word in self.interests))
        )


def parts(text: str | None) -> tuple[str, ...]:
    """What stands between commas, folded."""
    listed = (text or "").replace("，", ",").replace("、", ",").replace(";", ",").split(",")
    return tuple(part.strip().casefold() for part in listed if part.strip())


def _folded(lead: Mapping[str, Any], name: str) -> str:
    return (lead.get(name) or "").casefold()


def _is_at(lead: Mapping[str, Any], place: str) -> bool:
    return place in (_folded(lead, name) for name in PLACES) or _folded(lead, "postal_code").startswith(place)


@dataclass(frozen=True, slots=True)
class Given:
    """What was found for a lead: the rule and who gets it, or why nobody does."""

    rule: Rule | None = None
    user: int | None = None
    waiting: str | None = None


@dataclass
class Turns:
    """Where the turn of each rule is, how many open leads everybody has, and who is there."""

    last: dict[int, int] = field(default_factory=dict)
    load: Counter[int] = field(default_factory=Counter)
    there: Collection[int] = ()
    moved: set[int] = field(default_factory=set)
    """The rules whose turn is another one now."""

    def give(self, rules: Iterable[Rule], lead: Mapping[str, Any]) -> Given:
        """The first rule that fits and has somebody there."""
        fitting = [rule for rule in rules if rule.fits(lead)]
        for rule in fitting:
            user = self.pick(rule)
            if user is not None:
                return Given(rule, user)
        return Given(fitting[0], None, "nobody_there") if fitting else Given(waiting="no_route")

    def pick(self, rule: Rule, without: Collection[int] = ()) -> int | None:
        """Whose turn it is, which then is over; None if nobody is there."""
        order = PICKING[rule.method](self, rule)
        user = next((user for user in order if user in self.there and user not in without), None)
        if user is not None:
            self.last[rule.id] = user
            self.load[user] += 1
            self.moved.add(rule.id)
        return user

    def _in_turn(self, rule: Rule) -> Iterable[int]:
        """The members after the one who had the last turn, then those before him, and himself."""
        last = self.last.get(rule.id)
        after = rule.members.index(last) + 1 if last in rule.members else 0
        return (*rule.members[after:], *rule.members[:after])

    def _by_load(self, rule: Rule) -> Iterable[int]:
        return sorted(rule.members, key=lambda user: self.load[user])

    def _fixed(self, rule: Rule) -> Iterable[int]:
        return rule.members


PICKING: Mapping[str, Callable[[Turns, Rule], Iterable[int]]] = MappingProxyType(
    {
        "round_robin": Turns._in_turn,
        "by_load": Turns._by_load,
        "fixed": Turns._fixed,
    }
)
