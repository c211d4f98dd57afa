"""What a process is told when it begins: one JSON argument; open files are handed over by their numbers."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

PROGRAM = Path(__file__).parents[2]
"""The folder of `core`; every process finds it there, whatever the folder is in which it begins."""


AGAIN = 75
"""How a child ends that could not begin just then, as plugins were changing: it is to be tried again."""


class Order:
    """A dataclass that can be an argument of a process."""

    def encode(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))  # type: ignore[call-overload]  # every subclass is a dataclass

    @classmethod
    def decode(cls, text: str) -> Self:
        """From JSON."""
        return cls(**json.loads(text))


@dataclass(frozen=True, kw_only=True)
class Plan(Order):
    """How the supervisor serves: on the open socket `listener`, with so many `workers`; times are seconds.

    `job_workers` more children do jobs; without a socket there are only these. They answer `/metrics` on the
    open socket `metrics`, if there is one.

    `greeting` is said when the first child answers; `headings` and `locale` are those of complaints, and
    `died` is the one about a child that ended with `{code}` and without a word.
    """

    listener: int | None
    workers: int
    hook_seconds: float
    write_hook_seconds: float
    drain_seconds: float
    job_workers: int = 0
    metrics: int | None = None
    greeting: str = ""
    headings: tuple[str, ...] = ()
    died: str = "{code}"
    locale: str = "en"


@dataclass(frozen=True, kw_only=True)
class ChildOrder(Order):
    """What a child needs: the open files, its place among the children, and what its predecessors left.

    `faults` are hooks for which a child was killed, as `(plugin, hook, seconds)`; `gone` are numbers of
    children that died.
    """

    listener: int | None
    control: int
    memory: int
    place: int
    drain_seconds: float
    locale: str
    faults: tuple[tuple[str, str, float], ...] = ()
    gone: tuple[int, ...] = ()

    @property
    def files(self) -> list[int]:
        """The open files that are handed over."""
        return [file for file in (self.listener, self.control, self.memory) if file is not None]


def command(module: str, order: Order) -> list[str]:
    """The command that runs a module of ours with an order, by this interpreter."""
    # -P: the folder of the moment may hold a `core` of its own.
    return [sys.executable, "-P", "-m", module, order.encode()]


def environment(**more: Any) -> dict[str, str]:
    """That of this process, in which our own `core` is found first."""
    path = os.pathsep.join(filter(None, (str(PROGRAM), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, **{name: str(value) for name, value in more.items()}}
