"""`Access`: the one authority on what an actor may see and do."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from dataclasses import fields as dataclass_fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from core.contracts.fields import Field
from core.contracts.work import Actor
from core.data.engine import Database
from core.data.session import Everything, UnrestrictedSession
from core.errors import Forbidden
from core.host.hooks import Hooks
from core.host.record_types import RecordType
from core.labels import translations
from core.services.access import fields
from core.services.access.breadth import MOST_NARROW, Breadth
from core.services.access.catalogue import Catalogue
from core.services.access.criteria import is_root
from core.services.access.fields import FieldRights
from core.services.access.guard import ActorGuard, rights_of

if TYPE_CHECKING:
    from core.contracts.work import Work

_ = translations("core")

GROUPS = ("phone", "email", "identity")
NO_RIGHT = _("This needs the right {permission}.")
ASK = _("Ask an administrator for a role that has it.")


GUARDS_KEPT = 500
FIELD_RIGHTS_KEPT = 2_000
GUARD_AGE = 600.0


@dataclass(frozen=True, slots=True)
class Who:
    """An actor that can be looked up: equal when all that rights may depend on is equal."""

    actor: Actor = field(compare=False)
    known_by: Hashable

    @classmethod
    def of(cls, actor: Actor) -> Who:
        """The actor with his rights as a value."""
        values = [getattr(actor, item.name) for item in dataclass_fields(actor) if item.name != "grants"]
        return cls(actor, (*values, rights_of(actor)))


class Access:
    """Rights of one application; safe to share between threads.

    Everything that decides what somebody sees is part of how his guard is found again, so a change of rights
    holds at once. Only how much his reaches cover is known anew every ten minutes.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        database: Database,
        most_narrow: int = MOST_NARROW,
        clock: Callable[[], float] = time.monotonic,
        *,
        hooks: Hooks | None = None,
    ) -> None:
        """`hooks` calls the rules of plugins."""
        self._catalogue = catalogue
        self._everything = Everything()
        self._ask = (hooks or Hooks()).ask
        self._breadth = Breadth(database, most_narrow)
        self._clock = clock
        self._guards = lru_cache(GUARDS_KEPT)(self._make_guard)
        self._field_rights = lru_cache(FIELD_RIGHTS_KEPT)(fields.field_rights)

    def guard(self, actor: Actor) -> ActorGuard:
        """The guard of a session: it limits every statement to what the actor may see and do."""
        return self._guards(Who.of(actor), self._clock() // GUARD_AGE)

    def _make_guard(self, who: Who, _period: float) -> ActorGuard:
        return ActorGuard(self._catalogue, self._breadth, who.actor, self._ask)

    def require(self, actor: Actor, permission: str) -> None:
        """Raise Forbidden unless the actor holds the permission with any reach."""
        if actor.reach(permission) is None:
            raise Forbidden(why=NO_RIGHT.fill(permission=permission), fix=ASK)

    def is_seen_by_itself(self, record_type: RecordType) -> bool:
        """Whether nothing but changes of a record itself, or of somebody's rights, hides or shows it."""
        return is_root(record_type) and not self._catalogue.is_ruled(record_type)

    def field_rights(self, actor: Actor, record_type: RecordType) -> FieldRights:
        """Which fields of a record type the actor sees, sees masked, and may write."""
        permission = record_type.resource.permission
        missing = (group for group in GROUPS if actor.reach(permission(group)) is None)
        return self._field_rights(record_type, frozenset(missing))

    def mask(self, field: Field, value: Any) -> Any:
        """What is shown instead of a value that may be seen masked only."""
        return fields.mask(field, value)

    def conceal(self, actor: Actor, record_type: RecordType, row: MutableMapping[str, Any]) -> None:
        """Take away or mask, in place, what the actor may not see of one record and its lines."""
        fields.conceal(record_type, self.field_rights(actor, record_type), row)

    def conceal_history(
        self, actor: Actor, record_type: RecordType, changes: MutableMapping[str, dict[str, Any]]
    ) -> None:
        """The same for `{field: {"before": value, "after": value}}`."""
        rights = self.field_rights(actor, record_type)
        for moment in ("before", "after"):
            row = {name: change[moment] for name, change in changes.items()}
            fields.conceal(record_type, rights, row)
            for name in list(changes):
                if name in row:
                    changes[name][moment] = row[name]
                else:
                    del changes[name]

    @contextmanager
    def unrestricted(self, work: Work, why: str) -> Iterator[UnrestrictedSession]:
        """A session on the work's own transaction that sees everything and answers only columns.

        `why` says, for whoever reads the code, why the rights must not hold here; a test lists all uses.
        """
        if not why:
            raise ValueError("say why the rights must not hold here")
        with UnrestrictedSession(work.session.get_bind(), self._everything) as session:  # type: ignore[arg-type]
            yield session
