"""The record types."""

from __future__ import annotations

from core.plugin_api import Action, Children, Customer, Extension, Resource, translations

from .models import Card, Loan, LoanBook
from .services import give_back

_ = translations("library")

loans = Resource(
    Loan,
    name="loans",
    title=_("Loans"),
    singular=_("Loan"),
    parent="customer",
    key="code",
    label="code",
    columns=("code", "customer", "status", "due_on"),
    sorts=("id", "due_on"),
    default_sort="due_on",
    children=(Children(model=LoanBook, name="books", title=_("Books")),),
    actions=(
        Action(name="give_back", title=_("Give back"), permission="library.loans.give_back", run=give_back),
    ),
)
cards = Extension(of=Customer, model=Card, title=_("Library"), sorts=("number",))
