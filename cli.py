"""The `guanxi` command: makes sure that it runs its own core, then hands over to core.cli.

Guanxi's packages have plain names (`core`, `plugins`, ...), so it lives in a virtual environment of its own.
In a shared one another distribution's `core` could be found first; running that would fail in obscure ways.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import core

if TYPE_CHECKING:
    from core.cli.invocation import Build

INTERRUPTED = 130

GARBAGE = 50_000
"""New objects before the interpreter looks for garbage: at its own 700, loading takes a sixth longer."""


def foreign_core() -> str | None:
    """Say why this installation cannot run: `core` and `cli` come from different folders. None if it can."""
    own_folder = Path(__file__).resolve().parent
    found = Path(core.__file__ or core.__path__[0]).resolve()  # a folder without code has no __file__
    if found == own_folder / "core" / "__init__.py":
        return None
    return (
        f"Guanxi cannot start: its command is in {own_folder}, but `core` is {found}.\n"
        "Another package named `core` is installed beside it, or Guanxi is installed twice.\n"
        "Give Guanxi a virtual environment of its own: `make install` in a fresh clone makes one."
    )


def main() -> None:
    """Run the command line; the exit code is that of the command."""
    problem = foreign_core()
    if problem:
        sys.exit(problem)
    if sys.argv[1:] == ["--version"]:  # answered here, before the imports that a command needs
        sys.stdout.write(f"guanxi {core.__version__}\n")
        return
    gc.set_threshold(GARBAGE, 10, 10)
    from core.cli.main import main as run

    try:
        run(builder)
    except KeyboardInterrupt:  # one more Ctrl-C while the first one was being answered
        sys.exit(INTERRUPTED)


def builder() -> Build:
    """What makes the application; asked for by commands that need it, so that help stays fast."""
    from core.app import build

    return build


if __name__ == "__main__":
    main()
