"""What `guanxi doctor` asks of messaging."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from core.plugin_api import Check, Finding, Work, get_settings, translations
from plugins.messaging.models import Entry

_ = translations("messaging")

LATE = timedelta(minutes=15)
UNKNOWN = _("Of {count} messages nobody knows whether they were sent.")
DECIDE = _("Ask the other side, then decide: guanxi messaging log --state unknown")
WAITING = _("{count} messages are due for more than {minutes} minutes.")
RUN_WORKER = _("See guanxi messaging log --state queued, and whether guanxi worker runs.")
NO_SENDER = _("There is a mail server but no sender's address.")
SET_SENDER = _("Set it: guanxi settings set messaging.sender ADDRESS")


def _count(work: Work, *which: object) -> int:
    counted = select(func.count()).select_from(Entry).where(*which)  # type: ignore[arg-type]
    return work.session.scalar(counted) or 0


def unknown(work: Work) -> Finding | None:
    """Messages of which a person has to decide."""
    count = _count(work, Entry.state == "unknown")
    return Finding(text=UNKNOWN.fill(count=count), fix=DECIDE, severity="advice") if count else None


def late(work: Work) -> Finding | None:
    """Messages that should have been sent by now."""
    count = _count(work, Entry.state == "queued", Entry.due_at < work.now - LATE)
    minutes = int(LATE.total_seconds() // 60)
    return Finding(text=WAITING.fill(count=count, minutes=minutes), fix=RUN_WORKER) if count else None


def sender(work: Work) -> Finding | None:
    """A mail server without a sender."""
    known = get_settings(work, "messaging")
    lacks = known["messaging.smtp_host"] and not (
        known["messaging.sender"] or "@" in (known["messaging.smtp_user"] or "")
    )
    return Finding(text=NO_SENDER, fix=SET_SENDER) if lacks else None


CHECKS = (
    Check(name="messaging.unknown", title=_("Messages that may have been sent"), look=unknown),
    Check(name="messaging.late", title=_("Messages that are due"), look=late),
    Check(name="messaging.sender", title=_("Sender of e-mail"), look=sender),
)
