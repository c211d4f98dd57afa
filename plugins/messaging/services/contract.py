"""What messaging and those who use it hand to each other: plain values. `public.py` offers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from core.plugin_api import Work

Kind: TypeAlias = Literal["customer", "contact", "user"]

NEVER_TRIED = frozenset({"do_not_contact", "no_consent", "no_address", "bounced"})
"""Reasons that only a change of the person's record, consent or address takes away."""
LATER = frozenset({"quiet_hours", "cap"})
"""Reasons that time takes away: such a message waits."""


@dataclass(frozen=True, slots=True)
class Person:
    """To whom something is sent: a customer itself, one of its contacts, or a user."""

    kind: Kind
    id: int


@dataclass(frozen=True, kw_only=True)
class Message:
    """Something to be told to one person: a contact if one is named, else the customer, else the user.

    `key` is unique for ever: a second message with it is not made (at most 190 characters, such as
    `care.due:17:2026-05-01`). `purpose` is `contract`, `safety`, `service`, `marketing`, `internal` or one
    that a plugin declares; empty: that of the template. `template` names a template; `values` fill its
    variables. `channels` are tried in this order (empty: the purpose's own order); the first by which the
    person may be reached is taken. `language` is that of the person when left out. Nothing is sent before
    `not_before`. `record` is what it is about, (resource, id).
    """

    key: str
    template: str
    purpose: str = ""
    customer: int | None = None
    contact: int | None = None
    user: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    channels: Sequence[str] = ()
    language: str | None = None
    not_before: datetime | None = None
    record: tuple[str, int] | None = None

    @property
    def person(self) -> Person | None:
        """Who is told; None if nobody is named."""
        named = (("contact", self.contact), ("customer", self.customer), ("user", self.user))
        return next((Person(kind, id) for kind, id in named if id is not None), None)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Queued:
    """The answer to one message: the id of its row in the log, and whether it was made just now."""

    key: str
    id: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """By which channel a person may be told something now; None: by none, `reason` says why.

    Reasons: `do_not_contact`, `no_consent`, `no_address`, `bounced`, `quiet_hours`, `cap`. For the last two,
    `until` is when it may be tried again.
    """

    channel: str | None
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message, or how it stands.

    States: `queued`, `sending`, `sent`, `unknown` (it may have been sent; a person decides), `refused` (it
    was not wanted: `reason` is that of Reach), `failed` (given up), `bounced`, `cancelled`.
    """

    key: str
    state: str
    person: Person
    purpose: str
    template: str
    channel: str | None = None
    reason: str = ""
    at: datetime | None = None
    record: tuple[str, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Text:
    """A template in one language; `subject` is that of e-mails and the headline of notices."""

    body: str
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class Template:
    """A template that a plugin brings: `name` is `<owner>.<name>`.

    `variables` lead from each name that the texts use, `{name}`, to a title; nothing else may stand in
    braces (`{{` and `}}` are braces). `texts` are by language (`en`, `zh-Hans`, `zh-Hant`, `de`, ...).
    Administrators may change the texts; the variables stay.
    """

    name: str
    title: str
    purpose: str
    variables: Mapping[str, str]
    texts: Mapping[str, Text]


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """Why something is sent, and what that allows.

    `needs_consent`: only who has said yes is told (else who has not said no). `in_quiet_hours` and `uncapped`
    free it from these limits. `channels`: its order where a message names none.
    """

    name: str
    title: str
    needs_consent: bool = False
    in_quiet_hours: bool = False
    uncapped: bool = False
    channels: Sequence[str] = ("wechat", "sms", "email", "phone", "in_app")


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One message as a channel gets it: texts are filled in. `key` may be sent along as idempotency key.

    `declinable`: whoever gets it is offered to say that he wants no more of its purpose.
    """

    key: str
    person: Person
    address: str
    name: str
    subject: str
    body: str
    language: str
    purpose: str
    customer: int | None = None
    record: tuple[str, int] | None = None
    at: datetime | None = None
    declinable: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of an attempt.

    `sent`; `retry` (surely not sent, later it may work); `failed` (surely not sent, and never will be);
    `bounced` (the address does not exist); `unknown` (it may have been sent: it is never tried again by
    itself). `detail` is for people; `remote` is the other side's own id of it.
    """

    state: Literal["sent", "retry", "failed", "bounced", "unknown"]
    detail: str = ""
    remote: str = ""


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A way to tell people something.

    `address_of(work, people)` answers the addresses of those who have one; none while the channel is not set
    up. `mark_of(address)` is what the same addresses have in common. A channel either writes in our own
    database, in the transaction that notes it as sent: `write(work, deliveries)`; or it sends:
    `send(prepared, delivery)` runs outside any transaction, with what `prepare(work)` read before (settings),
    and must end within `seconds`. `plain` says that its texts are plain (no HTML).
    """

    name: str
    title: str
    address_of: Callable[[Work, Sequence[Person]], Mapping[Person, str]]
    send: Callable[[Any, Delivery], Sent] | None = None
    prepare: Callable[[Work], Any] | None = None
    write: Callable[[Work, Sequence[Delivery]], None] | None = None
    mark_of: Callable[[str], str] = str.casefold
    icon: str = "send"
    seconds: float = 60.0
