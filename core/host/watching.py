"""What each thread does for a plugin, published while it does it, so that whoever looks can see it hang."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Watch(Protocol):
    """Whoever wants to know which hook runs where; asked around every call of an implementation."""

    def running(self, owner: str, hook: str, writes: bool) -> AbstractContextManager[None]:
        """Inside the `with` this thread runs the implementation that `owner` has of `hook`.

        `writes`: others wait for it, as a transaction that writes is open. A hook that is called inside
        another one counts alone until it ends; then the outer one goes on with the time that it had.
        """
        ...


class Unwatched:
    """The watch of commands and tests: nobody looks."""

    def running(self, owner: str, hook: str, writes: bool) -> AbstractContextManager[None]:
        """Nothing."""
        return nullcontext()
