"""Kill a change of plugins with -9 at each statement that writes, and at any moment."""

import os
import random
import signal
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from core.data.engine import Database
from core.data.exact_rows import count_rows, own_tables
from core.data.owners import Owner
from core.services.plugins import states

READING = ("SELECT", "PRAGMA", "WITH", "SHOW", "SET", "BEGIN")

Act = Callable[[], object]


def in_child(act: Act, prepare: Act = lambda: None) -> int:
    """Do it in a forked child; its number."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            prepare()
            act()
            code = 0
        finally:
            os._exit(code)
    return process


def ended(process: int) -> int:
    """How a child ended: its exit code, or -9."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def kill_at(number: int) -> Callable[[], None]:
    """Die before the writing statement or commit of this number; to die before reading changes nothing."""
    seen = count(1)

    def step(*_arguments: Any) -> None:
        if next(seen) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def executing(_connection: Any, _cursor: Any, statement: str, *_arguments: Any) -> None:
        if not statement.lstrip().upper().startswith(READING):
            step()

    def listen() -> None:
        event.listen(Engine, "before_cursor_execute", executing)
        event.listen(Engine, "commit", step)

    return listen


def at_commit() -> None:
    """Die before the first commit."""
    event.listen(Engine, "commit", lambda _connection: os.kill(os.getpid(), signal.SIGKILL))


def kill_everywhere(act: Act, look: Callable[[], object], distance: int = 1) -> int:
    """Kill it at each statement, or each so many, and at its commit; nothing must have changed.

    Then let it end; about how many statements it took.
    """
    before = look()
    assert ended(in_child(act, at_commit)) == -signal.SIGKILL
    assert look() == before, "at the commit"
    for number in count(1, distance):
        code = ended(in_child(act, kill_at(number)))
        if code == 0:
            return number - 1
        assert code == -signal.SIGKILL, f"at statement {number}"
        assert look() == before, f"at statement {number}"
    raise AssertionError


def kill_sometime(act: Act, longest: float) -> int:
    """Kill it at any moment within `longest` seconds."""
    process = in_child(act)
    time.sleep(random.uniform(0, longest))
    os.kill(process, signal.SIGKILL)
    return ended(process)


def state_of(database: Database, *names: str) -> object:
    """States, generation, and the tables of these plugins with their number of rows."""
    with database.reading() as connection:
        tables = [own_tables(connection, Owner(name, Path())) for name in names]
        counts = [count_rows(connection, listed) for listed in tables]
        return states.stored(connection), states.generation(connection), counts
