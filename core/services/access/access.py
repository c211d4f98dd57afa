"""`Access`: the one authority on what an actor may see and do."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement

from core.contracts.fields import Field
from core.contracts.work import Actor
from core.data.engine import Database
from core.data.session import UnrestrictedSession
from core.errors import Forbidden
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.labels import translations
from core.services.access import fields
from core.services.access.breadth import Breadth
from core.services.access.catalogue import Catalogue
from core.services.access.fields import FieldRights
from core.services.access.guard import ActorGuard

if TYPE_CHECKING:
    from core.contracts.work import Work

_ = translations("core")

GROUPS = ("phone", "email", "identity")
NO_RIGHT = _("This needs the right {permission}.")
ASK = _("Ask an administrator for a role that has it.")


class Access:
    """Rights of one application; safe to share between threads."""

    def __init__(self, registry: Registry, database: Database, breadth: Breadth | None = None) -> None:
        self._catalogue = Catalogue(registry)
        self._breadth = breadth or Breadth(database)

    def guard(self, actor: Actor) -> ActorGuard:
        """The guard of one session: it limits every statement to what the actor may see and do."""
        return ActorGuard(self._catalogue, self._breadth, actor)

    def criterion(self, actor: Actor, model: type[Any], action: str = "view") -> ColumnElement[bool]:
        """What rows of a guarded model must be like; sessions apply it themselves."""
        return self.guard(actor).criteria().of(model, action)

    def require(self, actor: Actor, permission: str) -> None:
        """Raise Forbidden unless the actor holds the permission with any reach."""
        if actor.reach(permission) is None:
            raise Forbidden(why=NO_RIGHT.fill(permission=permission), fix=ASK)

    def field_rights(self, actor: Actor, record_type: RecordType) -> FieldRights:
        """Which fields of a record type the actor sees, sees masked, and may write."""
        permission = record_type.resource.permission
        return fields.field_rights(record_type, [g for g in GROUPS if actor.reach(permission(g)) is None])

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
        with UnrestrictedSession(work.session.get_bind()) as session:  # type: ignore[arg-type]
            yield session
