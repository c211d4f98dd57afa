"""What a customer may have several of, edited with it in one request."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from core.contracts.base import Child
from core.contracts.fields import choice, country, day, email, long_text, parent, phone, reference, text
from core.data.models.customer import Customer
from core.data.models.unit import Unit
from core.data.models.user import User
from core.labels import translations

_ = translations("core")

ADDRESS_KINDS = {
    "billing": _("Billing"),
    "delivery": _("Delivery"),
    "site": _("Site"),
    "other": _("Other"),
}


class CustomerPhone(Child):
    """A further telephone number."""

    __tablename__ = "core_customer_phone"

    customer_id: Mapped[int] = parent(Customer)
    label: Mapped[str | None] = text(_("Label"), max_length=60, help=_("Such as fax, office or hotline."))
    phone: Mapped[str] = phone(_("Telephone"), required=True, search=True)


class CustomerEmail(Child):
    """A further e-mail address."""

    __tablename__ = "core_customer_email"

    customer_id: Mapped[int] = parent(Customer)
    label: Mapped[str | None] = text(_("Label"), max_length=60)
    email: Mapped[str] = email(_("E-mail"), required=True, search=True)


class CustomerAddress(Child):
    """A further address."""

    __tablename__ = "core_customer_address"

    customer_id: Mapped[int] = parent(Customer)
    kind: Mapped[str] = choice(_("Kind"), ADDRESS_KINDS, required=True, default="other")
    street: Mapped[str | None] = text(_("Street"))
    city: Mapped[str | None] = text(_("City"), max_length=100)
    region: Mapped[str | None] = text(_("Region"), max_length=100)
    postal_code: Mapped[str | None] = text(_("Postal code"), max_length=20)
    country: Mapped[str | None] = country(_("Country"))


class CustomerNeed(Child):
    """A need or preference that we know of: who said so, and when."""

    __tablename__ = "core_customer_need"

    customer_id: Mapped[int] = parent(Customer)
    topic: Mapped[str] = text(_("Topic"), max_length=100, required=True)
    source: Mapped[str | None] = text(_("Source"), help=_("Who or what told us."))
    noted_on: Mapped[date | None] = day(_("Noted on"))
    text: Mapped[str | None] = long_text(_("Text"))


class CustomerSite(Child):
    """A unit that serves the customer too, with the number that it knows the customer by."""

    __tablename__ = "core_customer_site"

    customer_id: Mapped[int] = parent(Customer)
    unit_id: Mapped[int] = reference(Unit, _("Unit"), required=True)
    number: Mapped[str | None] = text(_("Number there"), max_length=40, search=True)
    since: Mapped[date | None] = day(_("Since"))


class CustomerTeamMember(Child):
    """Somebody who looks after the customer beside its owner, such as one person from each department."""

    __tablename__ = "core_customer_team_member"

    customer_id: Mapped[int] = parent(Customer)
    user_id: Mapped[int] = reference(User, _("User"), required=True)
    role: Mapped[str | None] = text(_("Role in the team"), max_length=60)
