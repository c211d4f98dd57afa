"""What comes back: delivery status notifications (RFC 3464) mark the addresses that they are about.

Only what names a message of ours counts, by its Message-ID, and an address that it was sent to: a forged or
foreign notice marks nothing. Nothing is ever answered, so nothing goes round in circles. What asks for no
more mails counts too (`declining`).
"""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import compat32
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.plugin_api import Work, invalid, translations
from plugins.messaging.models import Entry
from plugins.messaging.services import returned
from plugins.messaging.services.channels.mail import ascii_address
from plugins.messaging.services.declining import decline, wish_in
from plugins.messaging.services.noting import change

_ = translations("messaging")

TAKE = "messaging.bounces.take"
LARGEST = 2**20
MOST = 10_000
NO_MAIL = _("Send the whole message, with its headers.")
OURS = frozenset({"sent", "unknown", "bounced"})
GONE = re.compile(r"5\.(?!2\.2|3\.|7\.)")
"""Codes of RFC 3463 of what fails for good, without full mailboxes and systems or rules that refuse us."""


@dataclass(frozen=True, slots=True)
class Returned:
    """One recipient that a notice names, for good: which message of ours, whom, and why."""

    message_id: str
    address: str
    why: str


def take_action(work: Work, _id: int | None, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The action: one message."""
    work.require(TAKE)
    text = inputs.get("message") or ""
    if not text.strip():
        raise invalid("message", "required", NO_MAIL)
    return take(work, [text.encode(errors="replace")])


def take(work: Work, mails: Iterable[bytes]) -> dict[str, Any]:
    """Read what came back; answers how many were read, how many of ours came back, how often one said no."""
    work.require(TAKE)
    read, found, wishes = 0, [], set()
    for raw in mails:
        read += 1
        found += list(returns_of(raw))
        wishes |= {wish} if len(raw) <= LARGEST and (wish := wish_in(raw)) else set()
    with work.unlimited("messaging") as everything:
        return {"read": read, "came_back": _mark(everything, found), "declined": decline(everything, wishes)}


def _mark(work: Work, found: list[Returned]) -> int:
    """Mark the addresses of messages of ours."""
    rows = {
        row.remote: row
        for row in work.session.execute(
            select(Entry.id, Entry.remote, Entry.address, Entry.state).where(
                Entry.remote.in_({item.message_id for item in found}), Entry.channel == "email"
            )
        )
    }
    marked = {}
    for item in found:
        row = rows.get(item.message_id)
        if row and row.state in OURS and ascii_address(row.address).casefold() == item.address:
            marked[row.id] = item
            change(
                work, row.id, state="bounced", reason="bounced", detail=item.why, at=work.now, told_at=None
            )
    returned.note(
        work, [("email", rows[item.message_id].address.casefold(), item.why) for item in marked.values()]
    )
    return len(marked)


def returns_of(raw: bytes) -> Iterator[Returned]:
    """What a message says did not arrive for good; nothing for all else: replies, delays, successes."""
    if len(raw) > LARGEST:
        return
    mail = message_from_bytes(raw, policy=compat32)
    if mail.get_content_type() != "multipart/report" or mail.get_param("report-type") != "delivery-status":
        return
    parts = list(mail.walk())
    message_id = next(filter(None, map(_id_within, parts)), "")
    for part in parts:
        if message_id and part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for block in part.get_payload():
                yield from _failures(block, message_id)  # type: ignore[arg-type]


def _id_within(part: Mail) -> str:
    """The Message-ID of the original, which the notice holds whole or by its headers."""
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        original: Any = part.get_payload(0)
    elif part.get_content_type() == "text/rfc822-headers":
        original = message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
    else:
        return ""
    return str(original.get("Message-ID", "")).strip()[:254]


def _failures(block: Mail, message_id: str) -> Iterator[Returned]:
    status = str(block.get("Status", "")).strip()
    if str(block.get("Action", "")).strip().lower() != "failed" or not GONE.match(status):
        return
    kind, _sign, address = str(block.get("Original-Recipient") or block.get("Final-Recipient", "")).partition(
        ";"
    )
    if kind.strip().lower() == "rfc822":
        why = f"{status} {block.get('Diagnostic-Code', '')}".replace("\n", " ")[:400]
        yield Returned(message_id, address.strip().strip("<>").casefold()[:254], why)


def mails_in(path: Path) -> Iterator[bytes]:
    """The messages of a file: a mailbox (mbox), or one message."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if not content.startswith(b"From "):
        yield content
        return
    box = mailbox.mbox(path, create=False)
    try:
        for _number, key in zip(range(MOST), box.keys(), strict=False):
            yield box.get_bytes(key)
    finally:
        box.close()
