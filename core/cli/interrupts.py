"""Ctrl-C in what takes long: once is a clean stop at the next safe place, twice is now."""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Any, Self

from core.cli.errors import Interrupted
from core.cli.invocation import Invocation
from core.labels import Label, translations

_ = translations("core")

STOPPING = _("Stopping cleanly; Ctrl-C again stops at once.")


class Interruptible:
    """Use it around the work, and call `check` where stopping is safe; `advice` says how to go on later."""

    def __init__(self, invocation: Invocation, advice: Label) -> None:
        self._invocation = invocation
        self._advice = advice
        self._asked = False
        self._before: Any = None

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def check(self) -> None:
        """Raise Interrupted if somebody has asked to stop."""
        if self._asked:
            raise Interrupted(fix=self._advice)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
        self._invocation.note(STOPPING)
