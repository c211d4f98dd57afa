"""The guard of one session: how far its actor's rights go, as limits of its statements."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, false, select, union_all

from core.contracts.base import Extra, Record
from core.contracts.contributions import VisibilityRule
from core.contracts.work import Actor
from core.data.limits import Limit
from core.data.models.search import SearchEntry
from core.errors import PluginFault
from core.services.access import reaches
from core.services.access.breadth import Breadth, Pair
from core.services.access.catalogue import Catalogue
from core.services.access.criteria import Condition, Criteria, Rules, always, bound, is_root

HOOK = "visibility_rules"
CUSTOMERS_VIEW = "core.customers.view"
OF_NO_CUSTOMER: Pair = ("search", "all")
"""Stands for the entries of the search index that belong to no customer."""

Ask = Callable[..., Any]
"""Calls what a plugin contributed: `ask(owner, hook, function, *arguments)`; a failure is a PluginFault."""


class ActorGuard:
    """Limits statements to what one actor may see and do; shared by his sessions for a while."""

    def __init__(self, catalogue: Catalogue, breadth: Breadth, actor: Actor, ask: Ask) -> None:
        self._catalogue = catalogue
        self._breadth = breadth
        self._actor = actor
        self._ask_plugin = ask
        self._bound = bound(actor)
        self._limits: dict[Hashable, Limit] = {}
        self.remembered: dict[str, Any] = {}
        """What was found out with these rights, by kind of record; see `lists.plenty`."""

    def limit(
        self, target: type[Any] | None, action: str, *, trash: bool, writer: bool, beside: bool = False
    ) -> Limit:
        """What to add to a statement: `action` is for the model `target`, all other models are viewed.

        `beside`: rows of extensions need no criterion of their own.
        """
        key = (target, action, trash, writer, beside)
        limit = self._limits.get(key)
        if limit is None:
            limit = self._limits[key] = self._make(*key)
        return limit

    def criteria(self, action: str = "view", *, trash: bool = False) -> Criteria:
        """The actor's criteria, with the plugins' rules for viewing and for `action`."""
        rules = self._rules if action == "view" else {**self._rules, **self._ask(action)}
        user, units = self._bound
        return Criteria(self._catalogue, self._actor, rules, self._wide, user, units, trash)

    def _make(self, target: type[Any] | None, action: str, trash: bool, writer: bool, beside: bool) -> Limit:
        criteria = self.criteria(action, trash=trash)
        demanded = [rule for found in criteria.rules.values() for rule in found]
        told = (target, action, trash, writer, beside)
        form = (rights_of(self._actor), criteria.wide, *told, *map(_form, demanded))
        values = (*self._bound, *(value for rule in demanded for value in _values(rule)))
        of_model = partial(criterion_of, criteria, target, action, writer, beside)
        return Limit(self._catalogue.mark(form), values, of_model)

    @cached_property
    def finds_few(self) -> bool:
        """Whether so little can be found by searching that it is best looked at piece by piece.

        That is so for who sees few customers, while few entries belong to none.
        """
        reach = self._actor.reach(CUSTOMERS_VIEW)
        return reach not in (None, "all") and not {("customers", reach), OF_NO_CUSTOMER} & self._wide

    @cached_property
    def _wide(self) -> frozenset[Pair]:
        if self._actor.is_system:
            return frozenset()
        return self._breadth.wide(dict(self._limited()))

    def _limited(self) -> Iterator[tuple[Pair, Any]]:
        """Every reach that may limit a record type by its own columns, with the ids within it."""
        yield OF_NO_CUSTOMER, select(SearchEntry.id).where(SearchEntry.customer_id.is_(None))
        for record_type in filter(is_root, self._catalogue.record_types):
            seen = reaches.reach_of(self._actor, record_type, "view")
            for reach in {reaches.narrowest((seen, other)) for other in self._actor.grants.values()}:
                if reach is None or reach == "all":
                    continue
                if ways := reaches.branches(record_type, reach, *self._bound):
                    yield (record_type.name, reach), union_all(*(item.ids() for item in ways))

    @cached_property
    def _rules(self) -> Rules:
        return self._ask("view")

    def _ask(self, action: str) -> dict[tuple[type[Any], str], tuple[Condition, ...]]:
        """What plugins demand for an action; the system may do everything."""
        found: dict[tuple[type[Any], str], tuple[Condition, ...]] = {}
        for owner, rule in () if self._actor.is_system else self._catalogue.rules:
            demanded = self._answer(owner, rule, action)
            if demanded is not None:
                key = (rule.model, action)
                found[key] = (*found.get(key, ()), demanded)
        return found

    def _answer(self, owner: str, rule: VisibilityRule, action: str) -> Condition | None:
        """A rule's criterion; a rule that fails, or answers something else, shows nothing."""
        try:
            return self._ask_plugin(owner, HOOK, _criterion, rule, self._actor, action)  # type: ignore[no-any-return]
        except PluginFault:
            return false()


def _criterion(rule: VisibilityRule, actor: Actor, action: str) -> Condition | None:
    found = rule.criterion(actor, action)
    if found is None or isinstance(found, ColumnElement):
        return found
    raise TypeError(f"the criterion of {rule.model.__name__} is of the type {type(found).__name__}")


def rights_of(actor: Actor) -> Hashable:
    """An actor's rights as a value; None for the system, which may do everything."""
    return None if actor.is_system else frozenset(actor.grants.items())


def _form(rule: Condition) -> Hashable:
    """What is the same in the SQL of a rule whatever its values are."""
    key = rule._generate_cache_key()
    return key.key if key else object()


def _values(rule: Condition) -> Sequence[BindParameter[Any]]:
    key = rule._generate_cache_key()
    return key.bindparams if key else ()


def criterion_of(
    criteria: Criteria,
    target: type[Any] | None,
    action: str,
    writer: bool,
    beside: bool,
    model: type[Any],
    by_row: bool,
) -> Condition:
    """The criterion of one model in a statement; a writer has been let at lines and facts by their record."""
    criteria = replace(criteria, by_row=by_row)
    if beside and issubclass(model, Extra):
        return always(model.__table__)
    if model is not target:
        return criteria.of(model, "view")
    return always(model.__table__) if writer and not issubclass(model, Record) else criteria.of(model, action)
