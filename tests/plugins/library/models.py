"""Loans with their books, and what a reader's card says."""

from __future__ import annotations

from datetime import date

from core.plugin_api import (
    Child,
    Customer,
    Extra,
    Mapped,
    Record,
    choice,
    day,
    extends,
    parent,
    phone,
    reference,
    text,
    translations,
)

_ = translations("library")

STATUSES = {"lent": _("Lent"), "returned": _("Returned")}


class Loan(Record):
    """Books that a customer has until a day."""

    __tablename__ = "library_loan"

    customer_id: Mapped[int] = reference(Customer, _("Reader"), required=True, on_delete="follow")
    code: Mapped[str] = text(_("Code"), max_length=20, required=True, unique=True, search=True)
    status: Mapped[str] = choice(_("Status"), STATUSES, required=True, default="lent")
    due_on: Mapped[date | None] = day(_("Due on"), sortable=True)
    hotline: Mapped[str | None] = phone(_("Remind by telephone"))


class LoanBook(Child):
    """A book of a loan."""

    __tablename__ = "library_loan_book"

    loan_id: Mapped[int] = parent(Loan)
    title: Mapped[str] = text(_("Title"), required=True)


class Card(Extra):
    """What a customer's card says."""

    __tablename__ = "library_card"

    id: Mapped[int] = extends(Customer)
    number: Mapped[str | None] = text(_("Card number"), max_length=20, sortable=True)
