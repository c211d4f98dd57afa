"""Rules about what happens while the code is imported, tried in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator

from core.testing.conformance.findings import Finding
from core.testing.conformance.subject import Subject


def modules_can_be_imported(subject: Subject) -> Iterator[Finding]:
    """Every module can be imported, ends doing so, and declares no table of another's name."""
    for event in subject.probed.failures:
        yield Finding(event.message, "Mend what fails there.", event.where)


def import_does_nothing_else(subject: Subject) -> Iterator[Finding]:
    """Importing it opens no connection and no database, writes no file, starts no thread or process."""
    for event in subject.probed.effects:
        fix = "Do it when a hook or a command is called."
        yield Finding(f"Importing it {event.message}.", fix, event.where)
