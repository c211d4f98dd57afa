"""`POST /{resource}/receive`: documents as programs send them, for record types that take some."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from core.api.endpoints_records import address
from core.api.idempotency import once
from core.api.operations import Call, FileOperation, Parameter
from core.api.parameters import IDEMPOTENCY_KEY
from core.api.responses import Answer
from core.contracts.resources import Document, Intake
from core.contracts.work import Actor
from core.formats.plain_json import encode
from core.host.record_types import RecordType
from core.http.query import parameters
from core.http.uploads import FORM
from core.services.work import App

LONGEST = 100
NAME = Parameter(
    name="name",
    schema={"type": "string", "maxLength": 1000},
    description="The name of the document; that of the form's part when left out.",
    example="lead.xml",
)
ACCOUNT = Parameter(
    name="account",
    schema={"type": "string", "maxLength": LONGEST},
    description="Whose document it is: numbers of one account are told apart from those of another.",
)


def operations(record_type: RecordType) -> Iterator[FileOperation]:
    """Receiving documents, where the record type does."""
    intake = record_type.resource.intake
    if intake:
        yield FileOperation(
            method="POST",
            path=f"{address(record_type)}/receive",
            name=f"{record_type.name.replace('.', '_')}_receive",
            summary=str(intake.title),
            description="The document is the body, or the part `file` of a form.",
            tag=str(record_type.resource.title),
            permission=intake.permission,
            parameters=(NAME, ACCOUNT, IDEMPOTENCY_KEY),
            answer={"type": "object"},
            transfer=partial(receive, intake),
            keeps=True,
            takes=(*intake.takes, FORM),
            limit=intake.most_bytes,
        )


def receive(intake: Intake, app: App, actor: Actor, call: Call, file: BinaryIO | None) -> Answer:
    """What came of a document."""
    assert file is not None  # noqa: S101  # it takes one
    found = parameters(call.query, {"name", "account"})
    name, account = found.get("name") or call.file_name, found.get("account", "")[:LONGEST]
    document = Document(file.read(), name, account)
    with app.work(actor) as work:
        return once(work, call, lambda: Answer(encode(intake.run(work, document), work.translate)))
