"""What other plugins may use of messaging: queue messages, ask who may be reached, know what was sent."""

from __future__ import annotations

from plugins.messaging.services.asking import sent_to
from plugins.messaging.services.contract import (
    LATER,
    NEVER_TRIED,
    Channel,
    Delivery,
    Message,
    Outcome,
    Person,
    Purpose,
    Queued,
    Reach,
    Sent,
    Template,
    Text,
)
from plugins.messaging.services.hooks import (
    message_channels,
    message_outcomes,
    message_purposes,
    message_templates,
)
from plugins.messaging.services.queueing import cancel, queue
from plugins.messaging.services.reaching import consented, reachable

CONSENTS = "messaging.consents"
"""The name of the resource, as `records` and hooks know it."""

__all__ = [
    "CONSENTS",
    "LATER",
    "NEVER_TRIED",
    "Channel",
    "Delivery",
    "Message",
    "Outcome",
    "Person",
    "Purpose",
    "Queued",
    "Reach",
    "Sent",
    "Template",
    "Text",
    "cancel",
    "consented",
    "message_channels",
    "message_outcomes",
    "message_purposes",
    "message_templates",
    "queue",
    "reachable",
    "sent_to",
]
