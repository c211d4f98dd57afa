"""`guanxi attachments add` and `get`: files to a record, and back to the disk."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from core.cli.elements import Argument, Command, Option
from core.cli.errors import UsageProblem
from core.cli.invocation import DRY_RUN_NOTE, Invocation
from core.cli.resources.finding import find
from core.cli.resources.options import DRY_RUN, JSON
from core.cli.words import STDIN
from core.host.record_types import RecordType
from core.labels import translations
from core.services.attachments import About, attach, content_of, rehearse

_ = translations("core")

ADDED = _("{name} is attached as {id}.")
WRITTEN = _("{name}: {size} bytes written to {target}.")
EXISTS = _("There is a file {name} in this folder.")
SAY_WHERE = _("Say with -o where to write it.")
NOT_READ = _("{path} cannot be read.")
NOT_WRITTEN = _("{path} cannot be written.")


def add_command(record_type: RecordType) -> Command:
    """The command."""
    return Command(
        "add",
        _("Attach files to a record."),
        partial(add, record_type),
        (
            Argument("resource", _("The kind of record: customers, contacts ..."), metavar="RECORDS"),
            Argument("record", _("Its key or its id."), metavar="ID"),
            Argument("files", _("The files."), nargs=-1, required=True, metavar="FILE..."),
            Option(["--description"], _("What they are."), metavar="TEXT"),
            DRY_RUN,
            JSON,
        ),
        (
            "guanxi attachments add customers ALFKI contract.pdf",
            "guanxi attachments add activities 17 photo1.jpg photo2.jpg",
        ),
    )


def get_command(record_type: RecordType) -> Command:
    """The command."""
    return Command(
        "get",
        _("Write the file of an attachment to the disk or to stdout."),
        get,
        (
            Argument("record", _("The id of the attachment."), metavar="ID", type=int),
            Option(
                ["-o", "--output"],
                _("Where to; - is stdout; its own name in this folder when left out."),
                metavar="FILE",
            ),
        ),
        ("guanxi attachments get 17", "guanxi attachments get 17 -o - | less"),
    )


def add(
    attachments: RecordType,
    invocation: Invocation,
    *,
    resource: str,
    record: str,
    files: Sequence[str],
    description: str | None,
    dry_run: bool,
    json: bool,
) -> None:
    """Attach one after the other; those before one that fails stay."""
    app, actor = invocation.ready_app(), invocation.actor
    with invocation.reading() as work:
        record_type = work.registry.type_of(resource)
        id = find(work, record_type, record)
    for name in files:
        about = About(record_type.name, id, Path(name).name, description)
        with _opened(name) as source:
            if dry_run:
                rehearse(app, actor, about, source)
                continue
            added = attach(app, actor, about, source)
        if json:
            invocation.output.json(data={"id": added, "name": about.name})
        else:
            invocation.text(ADDED.fill(name=about.name, id=added))
    if dry_run:
        invocation.note(DRY_RUN_NOTE)


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    try:
        source = Path(name).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise UsageProblem(NOT_READ.fill(path=name), why=error.strerror or str(error)) from error
    with source:
        yield source


def get(invocation: Invocation, *, record: int, output: str | None) -> None:
    """Copy the content, block by block."""
    with invocation.reading() as work:
        content = content_of(work, record)
    if output is None and Path(content.name).exists():
        raise UsageProblem(EXISTS.fill(name=content.name), fix=SAY_WHERE)
    target = output or content.name
    with content.path.open("rb") as source:
        if target == STDIN:
            shutil.copyfileobj(source, sys.stdout.buffer)
            return
        try:
            with Path(target).open("wb") as file:
                shutil.copyfileobj(source, file)
        except OSError as error:
            raise UsageProblem(NOT_WRITTEN.fill(path=target), why=error.strerror or str(error)) from error
    invocation.note(WRITTEN.fill(name=content.name, size=content.size, target=target))
