"""The log of messages, consent, templates, addresses that bounced, notices to teams, and preferences."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import mapped_column

from core.plugin_api import (
    Child,
    Contact,
    Customer,
    Extra,
    Fact,
    Mapped,
    Record,
    User,
    choice,
    extends,
    flag,
    integer,
    language,
    long_text,
    moment,
    parent,
    reference,
    structure,
    text,
    translations,
)

_ = translations("messaging")

ANY = "any"
KEY, CODE, ADDRESS = 190, 60, 254
GIVEN, WITHDRAWN = "given", "withdrawn"
CONSENT_STATES = {GIVEN: _("Given"), WITHDRAWN: _("Withdrawn")}
STATES = {
    "queued": _("Waiting"),
    "sending": _("Being sent"),
    "sent": _("Sent"),
    "unknown": _("Perhaps sent"),
    "refused": _("Not wanted"),
    "failed": _("Failed"),
    "bounced": _("Came back"),
    "cancelled": _("Taken back"),
}
REASONS = {
    "do_not_contact": _("The person is not to be contacted"),
    "no_consent": _("There is no consent"),
    "no_address": _("There is no address"),
    "bounced": _("Messages to the address came back"),
    "quiet_hours": _("It is night there"),
    "cap": _("The person was told enough lately"),
    "failed": _("No channel took it"),
    "template": _("The template cannot be filled"),
    "interrupted": _("The process ended while it was being sent"),
    "maybe": _("The other side did not say whether it took it"),
}
TEAM = {"team": _("The team and the owner"), "owner": _("The owner")}


class Entry(Fact):
    """One message: as it waits, and as it went. Nobody edits it; `state` says how it stands."""

    __tablename__ = "messaging_log"

    key: Mapped[str] = text(_("Key"), max_length=KEY, required=True)
    state: Mapped[str] = choice(_("State"), STATES, required=True)
    purpose: Mapped[str] = text(_("Purpose"), max_length=CODE, required=True)
    template: Mapped[str] = text(_("Template"), max_length=120, required=True)
    language: Mapped[str | None] = text(_("Language"), max_length=20)
    # Whoever it was for stays known although the record is gone: it is never sent to somebody else then.
    kind: Mapped[str] = text(_("Kind of person"), max_length=10, required=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("core_customer.id", ondelete="CASCADE"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("core_contact.id", ondelete="SET NULL"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"))
    wanted: Mapped[Any | None] = structure(_("Channels in order"))
    tried: Mapped[Any | None] = structure(_("Channels that did not take it"))
    filling: Mapped[Any | None] = structure(_("Values"))
    about_resource: Mapped[str | None] = text(_("About"), max_length=64)
    about: Mapped[int | None] = integer(_("About which"))
    channel: Mapped[str | None] = text(_("Channel"), max_length=CODE)
    address: Mapped[str | None] = text(_("Address"), max_length=ADDRESS, sensitive="email")
    subject: Mapped[str | None] = text(_("Subject"), max_length=500)
    body: Mapped[str | None] = long_text(_("Text"))
    reason: Mapped[str | None] = choice(_("Reason"), REASONS)
    detail: Mapped[str | None] = text(_("What the other side said"), max_length=500)
    remote: Mapped[str | None] = text(_("Its id there"), max_length=ADDRESS)
    attempts: Mapped[int] = integer(_("Attempts"), required=True)
    queued_at: Mapped[datetime] = moment(_("Queued at"), required=True)
    due_at: Mapped[datetime] = moment(_("Due at"), required=True)
    at: Mapped[datetime] = moment(_("When"), required=True)
    claimed_at: Mapped[datetime | None] = moment(_("Sending since"))
    job: Mapped[int | None] = integer(_("Job"))
    told_at: Mapped[datetime | None] = moment(_("Others were told at"))


UNTOLD = Entry.told_at.is_(None)
Index("uq_messaging_log_key", Entry.key, unique=True)
Index("ix_messaging_log_due", Entry.state, Entry.due_at, Entry.id)
Index("ix_messaging_log_at", Entry.at, Entry.id)
Index("ix_messaging_log_customer", Entry.customer_id, Entry.at, Entry.id)
Index("ix_messaging_log_contact", Entry.contact_id, Entry.at, Entry.id)
Index("ix_messaging_log_user", Entry.user_id, Entry.at, Entry.id)
Index("ix_messaging_log_remote", Entry.remote)
Index("ix_messaging_log_told", Entry.id, sqlite_where=UNTOLD, postgresql_where=UNTOLD)


class Mark(Fact):
    """Until when something has been looked at."""

    __tablename__ = "messaging_mark"

    name: Mapped[str] = text(_("Name"), max_length=CODE, required=True)
    at: Mapped[datetime] = moment(_("When"), required=True)


Index("uq_messaging_mark_name", Mark.name, unique=True)


class Consent(Record):
    """What a person said to being told things: the latest word counts, the earlier ones stay."""

    __tablename__ = "messaging_consent"

    customer_id: Mapped[int] = reference(Customer, _("Customer"), required=True, on_delete="follow")
    contact_id: Mapped[int | None] = reference(
        Contact, _("Contact"), on_delete="follow", help=_("Empty: the customer itself.")
    )
    purpose: Mapped[str] = text(
        _("Purpose"), max_length=CODE, required=True, default="marketing",
        help=_("marketing, service, contract, safety; any: all of them."),
    )  # fmt: skip
    channel: Mapped[str] = text(
        _("Channel"), max_length=CODE, required=True, default=ANY,
        help=_("email, sms, wechat, phone; any: all of them."),
    )  # fmt: skip
    state: Mapped[str] = choice(
        _("State"), CONSENT_STATES, required=True, default=GIVEN, tones={GIVEN: "green", WITHDRAWN: "red"}
    )
    source: Mapped[str | None] = text(_("Source"), help=_("Where it was said: form, call, contract."))
    text_version: Mapped[str | None] = text(_("Version of the text"), max_length=CODE)
    at: Mapped[datetime | None] = moment(_("When"), sortable=True, help=_("Now when left out."))


class MessageTemplate(Record):
    """A text of the company's own, or the company's words for a template that a plugin brings."""

    __tablename__ = "messaging_template"

    name: Mapped[str] = text(
        _("Name"), max_length=120, required=True, unique=True, sortable=True, search=True,
        help=_("That of a template of a plugin replaces its texts."),
    )  # fmt: skip
    title: Mapped[str | None] = text(_("Title"), search=True)
    purpose: Mapped[str | None] = text(_("Purpose"), max_length=CODE)
    variables: Mapped[Any | None] = structure(
        _("Variables"), help=_('What stands in braces, with a title: {"name": "Name of the customer"}.')
    )


class TemplateText(Child):
    """A template in one language."""

    __tablename__ = "messaging_template_text"

    template_id: Mapped[int] = parent(MessageTemplate)
    language: Mapped[str] = language(_("Language"), required=True)
    subject: Mapped[str | None] = text(_("Subject"), max_length=200)
    body: Mapped[str] = long_text(_("Text"), required=True)


class Bounce(Record):
    """An address that does not take messages; nothing is sent to it until somebody removes this."""

    __tablename__ = "messaging_bounce"

    mark: Mapped[str] = text(
        _("Address with its channel"), max_length=ADDRESS + CODE, required=True, unique=True,
        sensitive="email",
    )  # fmt: skip
    channel: Mapped[str] = text(_("Channel"), max_length=CODE, required=True)
    address: Mapped[str] = text(_("Address"), max_length=ADDRESS, required=True, sensitive="email")
    detail: Mapped[str | None] = text(_("What the other side said"), max_length=500)
    at: Mapped[datetime | None] = moment(_("When"), sortable=True)


class Notice(Record):
    """Something that all who look after a customer are told together."""

    __tablename__ = "messaging_notice"

    customer_id: Mapped[int] = reference(Customer, _("Customer"), required=True, on_delete="follow")
    recipients: Mapped[str] = choice(_("To"), TEAM, required=True, default="team")
    subject: Mapped[str] = text(_("Subject"), required=True, search=True)
    body: Mapped[str | None] = long_text(_("Text"))
    by_email: Mapped[bool] = flag(_("By e-mail too"), default=True)


class Preference(Record):
    """How one user is reminded; without a row as the company's settings say."""

    __tablename__ = "messaging_preference"

    user_id: Mapped[int] = reference(User, _("User"), required=True, unique=True, on_delete="follow")
    in_app: Mapped[bool] = flag(_("Remind in the application"), default=True)
    by_email: Mapped[bool] = flag(_("Remind by e-mail"), default=True)
    digest: Mapped[bool] = flag(_("Send what is due today in the morning"), default=False)
    silent_types: Mapped[str | None] = text(
        _("Not for these types"), max_length=500, help=_("Types of activities with commas between them.")
    )


class CustomerAddressee(Extra):
    """Addresses of customers that core does not know."""

    __tablename__ = "messaging_customer"

    id: Mapped[int] = extends(Customer)
    wechat: Mapped[str | None] = text(_("WeChat id"), max_length=100, sensitive="phone")


class ContactAddressee(Extra):
    """Addresses of contacts that core does not know."""

    __tablename__ = "messaging_contact"

    id: Mapped[int] = extends(Contact)
    wechat: Mapped[str | None] = text(_("WeChat id"), max_length=100, sensitive="phone")
