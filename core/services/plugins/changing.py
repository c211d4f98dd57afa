"""What every change of plugins has in common: one transaction, with the application as it is about to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import Connection

from core.contracts.work import Actor
from core.data.session import GuardedSession
from core.errors import Conflict
from core.host.plugins import Assembly
from core.host.translations import catalogues_of
from core.labels import translations
from core.services.access import Access, Catalogue
from core.services.plugins import states
from core.services.work import App, Work

_ = translations("core")

MANAGE = "core.plugins.manage"

MEANWHILE = _("The plugins were changed by somebody else meanwhile.")
AGAIN = _("Look at the plan again, and try once more.")


def with_plugins(app: App, assembly: Assembly) -> App:
    """The application with other plugins."""
    return replace(
        app,
        hooks=assembly.hooks,
        registry=assembly.registry,
        plugins=assembly.plugins,
        catalogues=catalogues_of(assembly.plugins.running),
        access=Access(
            Catalogue(assembly.registry, assembly.plugins.closed), app.database, hooks=assembly.hooks
        ),
    )


@contextmanager
def changing(
    app: App, actor: Actor, expected: int, *, schema: bool = True
) -> Iterator[tuple[Connection, Work]]:
    """A transaction in which nobody else writes, with a unit of work in it; the generation grows at its end.

    Tables are made and dropped in it only with `schema`.

    Raises Conflict if the generation is not the `expected` one, and Forbidden without the right.
    """
    database = app.database
    with database.changing_plugins(schema=schema) as connection:
        if states.generation(connection) != expected:
            raise Conflict(MEANWHILE, fix=AGAIN)
        guard = app.access.guard(actor)
        with GuardedSession(bind=connection, guard=guard, **database.writer_session_options) as session:
            work = Work(app, session, actor)
            work.require(MANAGE)
            yield connection, work
            states.grow(connection)
    work.finish()


def refuse(message: str, conflicts: Sequence[tuple[str, str]]) -> None:
    """Raise Conflict if there is anything that is in the way; the first reason has its remedy beside it."""
    if conflicts:
        reasons = " ".join(str(reason) for reason, _fix in conflicts)
        raise Conflict(message, why=reasons, fix=next((fix for _reason, fix in conflicts if fix), ""))
