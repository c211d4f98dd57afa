"""Who wants no more mails of a kind: his mail program writes to the address in List-Unsubscribe (RFC 2369).

The subject names the message that was one too many; what is taken back is the consent to its purpose by
e-mail. A mail that is handed in twice says no once, so that a later yes is not lost.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from email import message_from_bytes
from email.policy import compat32
from hashlib import sha256
from typing import Any, TypeAlias
from urllib.parse import quote

from sqlalchemy import select

from core.plugin_api import Customer, Work, records
from plugins.messaging.models import WITHDRAWN, Consent, Entry
from plugins.messaging.services.groups import groups

RESOURCE = "messaging.consents"
WISH = "unsubscribe {id}"
WISHED = re.compile(r"unsubscribe\s+<?([0-9a-f]{40}@[!-;=?-~]{1,200})>?", re.IGNORECASE)
SOURCE = "e-mail {id}"
SENT = (Entry.remote, Entry.customer_id, Entry.contact_id, Entry.purpose)
OURS = (Entry.channel == "email", Entry.customer_id.is_not(None))
"""Which messages can be declined: those to customers and their contacts."""
Word: TypeAlias = tuple[int, int | None, str, str]
"""Customer, contact, purpose, and where it was said."""


def way_out(address: str, message_id: str) -> str:
    """The value of List-Unsubscribe for a message with this Message-ID; answers come to `address`."""
    subject = WISH.format(id=message_id.strip("<>"))
    return f"<mailto:{address}?subject={quote(subject)}>"


def wish_in(raw: bytes) -> tuple[str, str] | None:
    """The Message-ID that a mail names as one too many, and what tells the mail; None for all other mails."""
    mail = message_from_bytes(raw, policy=compat32)
    named = WISHED.fullmatch(str(mail.get("Subject", "")).strip())
    own = str(mail.get("Message-ID", "")).encode(errors="replace")
    return (f"<{named[1]}>", SOURCE.format(id=sha256(own).hexdigest()[:32])) if named else None


def decline(work: Work, wishes: Collection[tuple[str, str]]) -> int:
    """Take back the consents that these wishes name; answers how many: none for foreign and repeated ones."""
    sources = dict(wishes)
    words = {
        (row.customer_id, row.contact_id, row.purpose, sources[row.remote])
        for part in groups(list(sources))
        for row in work.session.execute(select(*SENT).where(*OURS, Entry.remote.in_(part)))
    }
    new = _of_living(work, words - _known(work, words))
    records.create(work, RESOURCE, [_word(*each) for each in sorted(new, key=str)])
    return len(new)


def _of_living(work: Work, words: Collection[Word]) -> set[Word]:
    """Those of customers who are still here: nobody writes to the others."""
    living: set[int] = set()
    for part in groups(sorted({customer for customer, *_rest in words})):
        living |= set(work.session.scalars(select(Customer.id).where(Customer.id.in_(part))))
    return {word for word in words if word[0] in living}


def _known(work: Work, words: Collection[Word]) -> set[Word]:
    """Those that were handed in before."""
    columns = Consent.customer_id, Consent.contact_id, Consent.purpose, Consent.source
    found: set[Word] = set()
    for part in groups([source for *_whose, source in words]):
        for customer, contact, purpose, source in work.session.execute(
            select(*columns).where(Consent.source.in_(part))
        ):
            found.add((customer, contact, purpose, source or ""))
    return found


def _word(customer: int, contact: int | None, purpose: str, source: str) -> Mapping[str, Any]:
    said = {"customer": customer, "contact": contact, "purpose": purpose, "source": source}
    return {**said, "channel": "email", "state": WITHDRAWN}
