"""A session that cannot see, find, count or change more than its actor may.

Every statement that goes through it is limited to what the guard (`core.services.access`) says; what cannot
be limited is refused with a `GuardError`. Execution options say more about a statement: `guanxi_action` (the
action whose right is needed, instead of view, edit or delete), `guanxi_trash` (what is in the trash is seen
too), `guanxi_beside` (rows of extensions stand beside records that are limited themselves in the same
statement) and `guanxi_writer`, with which only `core.services.records` writes guarded tables.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any, NoReturn, Protocol

from sqlalchemy import Connection, Delete, Insert, Select, Update, event
from sqlalchemy.orm import ORMExecuteState, Session, object_mapper
from sqlalchemy.sql.selectable import CompoundSelect

from core.data.guarded_compiler import install
from core.data.limits import GuardError, Limit, guarded_tables, is_guarded

LIMITABLE = (Select, CompoundSelect, Insert, Update, Delete)
ACTIONS = {Select: "view", CompoundSelect: "view", Update: "edit", Delete: "delete"}
PAST_THE_RIGHTS = "it goes past the rights; use session.execute() with select()"
ONLY_RECORDS_WRITES = "guarded tables are written by core.services.records only"


class Guard(Protocol):
    """Whoever knows what the actor may see and do."""

    def limit(
        self, target: type[Any] | None, action: str, *, trash: bool, writer: bool, beside: bool = False
    ) -> Limit:
        """What to add to a statement: `action` is for the model `target`, all other models are viewed."""
        ...


class GuardedSession(Session):
    """A session on one connection, under one guard."""

    def __init__(self, bind: Connection, guard: Guard, **options: Any) -> None:
        install(bind.dialect)
        super().__init__(bind, **options)
        self.guard = guard

    def limit(self, state: ORMExecuteState) -> None:
        """Limit a statement that is about to be executed, or refuse it."""
        options, model = state.execution_options, _model(state)
        writer = bool(options.get("guanxi_writer"))
        if state.is_select:
            action = options.get("guanxi_action", "view")
        else:
            action = options.get("guanxi_action", "edit" if state.is_update else "delete")
            _check_write(state, model, writer)
        target = model if writer or action != "view" else None
        limit = self.guard.limit(
            target,
            action,
            trash=bool(options.get("guanxi_trash")),
            writer=writer,
            beside=bool(options.get("guanxi_beside")),
        )
        state.statement = limit.on(state.statement)

    def connection(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refused."""
        raise GuardError(f"connection(): {PAST_THE_RIGHTS}")

    def bulk_save_objects(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refused."""
        raise GuardError(f"bulk_save_objects(): {ONLY_RECORDS_WRITES}")

    def bulk_insert_mappings(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refused."""
        raise GuardError(f"bulk_insert_mappings(): {ONLY_RECORDS_WRITES}")

    def bulk_update_mappings(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refused."""
        raise GuardError(f"bulk_update_mappings(): {ONLY_RECORDS_WRITES}")


def savepoint(session: Session | None) -> AbstractContextManager[object]:
    """A part of a transaction in which a statement may fail: PostgreSQL would refuse all that follow it."""
    if session is None or session.get_bind().dialect.name != "postgresql":
        return nullcontext()
    nested = session.begin_nested()
    # Only now is the savepoint sent: what goes past the session, such as many rows at once, needs it too.
    Session.connection(session)
    return nested


class UnrestrictedSession(GuardedSession):
    """A session that sees everything but answers only columns: no entity leaves it, nothing is written.

    Made by `core.services.access` only, which says why.
    """

    guard: Everything

    def __init__(self, bind: Connection, guard: Everything) -> None:
        super().__init__(bind, guard)

    def limit(self, state: ORMExecuteState) -> None:
        """Refuse all but SELECTs of columns."""
        if not self.guard.unlimited.knows(state.statement) and not _answers_columns(state):
            raise GuardError("without rights only columns are selected: no entities, no writing")
        super().limit(state)


class Everything:
    """The guard of what is not limited: `unlimited` knows the statements that were looked at before."""

    def __init__(self) -> None:
        self.unlimited = Limit("everything", (), None)

    def limit(
        self, target: type[Any] | None, action: str, *, trash: bool, writer: bool, beside: bool = False
    ) -> Limit:
        """None that takes anything away."""
        return self.unlimited


def _before_execute(state: ORMExecuteState) -> None:
    if not isinstance(state.statement, LIMITABLE):
        raise GuardError(f"{type(state.statement).__name__}: {PAST_THE_RIGHTS}")
    model = _model(state)
    if state.is_column_load and model is not None and is_guarded(model):
        raise GuardError("refreshing goes past the rights; select the record again")
    session = state.session
    assert isinstance(session, GuardedSession)  # noqa: S101 - for the type checker: the event is on this class
    session.limit(state)


def _before_flush(session: Session, _context: Any, _instances: Any) -> None:
    for instance in (*session.new, *session.dirty, *session.deleted):
        # By the table, for any class may be mapped to it.
        tables = {table.name.casefold() for table in object_mapper(instance).tables}
        if tables & guarded_tables():
            raise GuardError(f"flushing {type(instance).__name__}: {ONLY_RECORDS_WRITES}")


event.listen(GuardedSession, "do_orm_execute", _before_execute)
event.listen(GuardedSession, "before_flush", _before_flush)


def _model(state: ORMExecuteState) -> type[Any] | None:
    """The mapped class that a statement is about, by its first entity or its target."""
    return state.bind_mapper.class_ if state.bind_mapper else None


def _check_write(state: ORMExecuteState, model: type[Any] | None, writer: bool) -> None:
    """Refuse writing guarded tables behind the back of the records service, or past the criterion."""
    table = state.statement.table  # type: ignore[attr-defined]
    if not (model and is_guarded(model)) and table.name.casefold() not in guarded_tables():
        return
    if not (writer and model and is_guarded(model)):
        raise GuardError(f"writing {table.name}: {ONLY_RECORDS_WRITES}, through the model")
    if state.is_insert:
        return
    if state.is_executemany:
        raise GuardError(f"a list of rows by primary key for {table.name} goes past the rights; use where()")
    # There is nothing in the session to keep in step, and looking for it would cost a query.
    state.update_execution_options(synchronize_session=False)


def _answers_columns(state: ORMExecuteState) -> bool:
    return state.is_select and not any(map(_is_entity, _descriptions(state.statement)))


def _descriptions(statement: Any) -> list[dict[str, Any]]:
    """What a SELECT answers."""
    while isinstance(statement, CompoundSelect):
        statement = statement.selects[0]
    return list(statement.column_descriptions)


def _is_entity(description: dict[str, Any]) -> bool:
    return description.get("entity") is not None and description["expr"] is description["entity"]
