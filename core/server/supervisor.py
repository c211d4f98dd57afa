"""The supervisor: keeps as many children as wanted, replaces those that die, hang or run what is outdated."""

from __future__ import annotations

import selectors
import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.host.watching import Running
from core.server.children import Child, Fault, start
from core.server.exhausted import EXHAUSTED
from core.server.folder import Folder
from core.server.launch import stop_taking
from core.server.notes import note, say
from core.server.orders import AGAIN, Plan
from core.services.process_roles import SERVER, WORKER

LOOK_SECONDS = 0.25
"""The longest pause between two looks at what children do."""

YOUNG = 5.0
"""Whoever dies within so many seconds of its first answer died at its start: others will too."""

PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds before the next start after one, two, ... deaths at the start in a row."""

PATIENT = 5
"""Whoever cannot begin just then, as the database is away, is tried again after at most so many of these."""

DEATHS = 5
"""After so many in a row, and with nobody left who serves, it is given up."""

CORE = "core"


class Supervisor:
    """Everything happens in turns of one thread: messages, deaths, hanging hooks, then what is missing."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.children: list[Child] = []
        self.faults: list[Fault] = []
        self.gone: list[int] = []
        self.generation = 0
        self.deaths = 0
        self.delays = 0
        self.not_before = 0.0
        self.signals = 0
        self.ending = False
        self.code = 0
        self.greeted = False
        self.folder = Folder()
        self.selector = selectors.DefaultSelector()
        self.look_seconds = min(LOOK_SECONDS, plan.hook_seconds / 4, plan.write_hook_seconds / 4)
        self.told: Mapping[str, Callable[[Child, Any], None]] = {
            "ready": self._hear_ready,
            "generation": self._hear_generation,
            "counted": self._hear_counted,
            "failed": self._hear_failed,
        }

    def run(self) -> int:
        """Serve until somebody ends it; answers the exit code."""
        self._catch_signals()
        try:
            while self.children or not self.ending:
                self._turn()
                self._wait()
        finally:
            self.folder.remove()
        return self.code

    def _catch_signals(self) -> None:
        """Let signals end the wait, so that none comes between a look and the wait after it."""
        self.woken, waking = socket.socketpair()
        for side in (self.woken, waking):
            side.setblocking(False)
        signal.set_wakeup_fd(waking.fileno())
        self.waking = waking
        self.selector.register(self.woken, selectors.EVENT_READ)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note_signal)

    def _note_signal(self, _signal: int, _frame: object) -> None:
        self.signals += 1

    def _wait(self) -> None:
        """Until something happens, or it is time to look again."""
        for key, _events in self.selector.select(self.look_seconds):
            if key.fileobj is self.woken:
                self.woken.recv(64)

    def _turn(self) -> None:
        for child in self.children:
            for message in child.messages():
                for name, content in message.items():
                    self.told[name](child, content)
        for child in [child for child in self.children if child.ended]:
            self._bury(child)
        for child in self.children:
            self._kill_if_needed(child, time.monotonic())
        if self.signals:
            self._end()
        if not self.ending:
            self._keep_enough(time.monotonic())

    # What children say.

    def _hear_ready(self, child: Child, generation: int) -> None:
        child.generation, child.ready_at, self.delays = generation, time.monotonic(), 0
        self.generation = max(self.generation, generation)
        if not self.greeted and (child.role == SERVER or not self.plan.workers):
            self.greeted = True
            self._say(self.plan.greeting)

    def _hear_generation(self, child: Child, generation: int) -> None:
        self.generation = max(self.generation, generation)

    def _hear_counted(self, child: Child, _count: int) -> None:
        self.faults = [fault for fault in self.faults if fault.carrier is not child]

    def _hear_failed(self, child: Child, complaint: dict[str, Any]) -> None:
        child.complaint = complaint

    # Deaths.

    def _bury(self, child: Child) -> None:
        """Let go of a child that has ended, and draw conclusions from how it ended."""
        seen = child.running()
        self.selector.unregister(child.control)
        code = child.bury()
        self.children.remove(child)
        self.folder.forget(child.place)
        if code and child.killed_for is None:
            self.gone.append(child.pid)
        for fault in self.faults:
            fault.carrier = None if fault.carrier is child else fault.carrier
        if not self.ending and not child.is_leaving:
            self._mourn(child, code, seen)

    def _mourn(self, child: Child, code: int, seen: Sequence[Running]) -> None:
        """A child died that should not: pause if it was young, give up if nobody can start."""
        if code == AGAIN:
            self._delay()
            return
        note("error", f"a {child.role} process died", pid=child.pid, code=code, ready=child.is_ready)
        if any(running.limit for running in seen):
            return  # the attempts of the job that it was doing are counted, and soon it is given up
        if child.is_ready and time.monotonic() - child.ready_at > YOUNG:
            self.deaths = 0
            return
        culprits = [running for running in seen if running.owner != CORE]
        if not child.is_ready and len(culprits) == 1:
            self._blame(culprits[0])
        self.deaths += 1
        self.not_before = time.monotonic() + PAUSES[min(self.deaths, len(PAUSES)) - 1]
        hopeless = self.deaths >= DEATHS or (child.complaint or {}).get("final", False)
        # Workers that run well are no help where nobody can serve; servers without workers are.
        wanted = SERVER if self.plan.workers else WORKER
        left = any(other.is_ready and other.role == wanted for other in self.children)
        if hopeless and child.role == wanted and not child.is_ready and not left:
            self._give_up(child, code)

    def _delay(self) -> None:
        """Try again soon; nobody is to blame."""
        self.delays += 1
        self.not_before = time.monotonic() + PAUSES[min(self.delays, PATIENT) - 1]

    def _give_up(self, child: Child, code: int) -> None:
        texts = (child.complaint or {}).get("texts") or [self.plan.died.format(code=code)]
        for heading, text in zip(self.plan.headings, texts, strict=False):
            if text:
                self._say(f"{heading} {text}")
        self.code = 1
        self._begin_ending()

    # Hooks that hang.

    def _kill_if_needed(self, child: Child, now: float) -> None:
        """Kill a child in which a hook of a plugin takes too long, or that does not end."""
        if child.killed_for is None:
            over = [running for running in child.running() if self._hangs(running, now)]
            if over:
                child.killed_for = min(over, key=lambda running: running.since)
                self._blame(child.killed_for)
                self.gone.append(child.pid)
                child.kill()
        if child.dead_line is not None and now > child.dead_line:
            note("error", f"a {child.role} process does not end and is killed", pid=child.pid)
            child.kill()

    def _hangs(self, running: Running, now: float) -> bool:
        if running.limit:
            return now - running.since > running.limit
        limit = self.plan.write_hook_seconds if running.writes else self.plan.hook_seconds
        return running.owner != CORE and now - running.since > limit

    def _blame(self, running: Running) -> None:
        """Have the next child count it against the plugin; of a job the attempts are counted."""
        seconds = round(time.monotonic() - running.since, 1)
        if running.limit:
            note("error", "a job took too long", job=running.hook, seconds=seconds)
            return
        note("error", "a hook hangs or kills", plugin=running.owner, hook=running.hook, seconds=seconds)
        self.faults.append(Fault(running.owner, running.hook, seconds))

    # What is missing.

    def _keep_enough(self, now: float) -> None:
        """Start what is missing; replace what is outdated one by one, the new one before the old one goes."""
        for role, wanted in ((SERVER, self.plan.workers), (WORKER, self.plan.job_workers)):
            self._keep(role, wanted, now)

    def _keep(self, role: str, wanted: int, now: float) -> None:
        serving = [child for child in self.children if child.role == role and not child.is_leaving]
        outdated = [
            child for child in serving if child.is_ready and (child.generation or 0) < self.generation
        ]
        missing = wanted - len(serving)
        if missing > 0 and now >= self.not_before:
            while missing and self._start(role):
                missing -= 1
        elif missing == 0 and outdated and now >= self.not_before:
            self._start(role)
        elif missing < 0 and all(child.is_ready for child in serving):
            (outdated or serving)[0].drain(self.plan.drain_seconds)

    def _start(self, role: str) -> bool:
        """Start a process; False if the machine has none to give just then, and those that run go on."""
        place = min(set(range(len(self.children) + 1)) - {child.place for child in self.children})
        faults = [fault for fault in self.faults if fault.carrier is None]
        try:
            child = start(self.plan, role, place, self.folder, faults, self.gone)
        except OSError as error:
            if error.errno not in EXHAUSTED:
                raise
            note("error", f"a {role} process cannot be started", why=str(error))
            self._delay()
            return False
        self.gone = []
        self.children.append(child)
        self.selector.register(child.control, selectors.EVENT_READ)
        return True

    # The end.

    def _end(self) -> None:
        """Somebody wants the end: in order the first time, at once the second time."""
        if not self.ending:
            self._begin_ending()
        elif self.signals > 1:
            for child in self.children:
                child.kill()

    def _begin_ending(self) -> None:
        self.ending = True
        if self.plan.listener is not None:
            with socket.socket(fileno=self.plan.listener) as listener:
                stop_taking(listener)
        for child in self.children:
            child.drain(self.plan.drain_seconds)

    def _say(self, text: str) -> None:
        if text:
            say(text)
