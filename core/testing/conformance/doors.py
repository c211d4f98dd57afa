"""Rules about the API that is made from the declarations: who gets in, what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.api.operations import ROOT, Described
from core.api.routing import operations_of
from core.contracts.work import Actor, ReachName
from core.host.record_types import RecordType
from core.services.lists import Query, list_records
from core.testing.conformance.declarations import record_types
from core.testing.conformance.findings import Finding, costly
from core.testing.conformance.subject import Subject
from core.testing.conformance.tables import own_tables

MOST_QUERIES = 12
NOBODY = 10**9
CUSTOMERS = "core_customer"
EVERYTHING = {"*": "all"}
UNAUTHORISED = 401
REFUSED = (403, 404)
ANSWERED = 200
FAILS = "Try it with curl: the log of guanxi serve says what failed."
PLACE = re.compile(r"\{[^}]*\}")


def api_refuses_strangers(subject: Subject) -> Iterator[Finding]:
    """Every path of the API refuses who is not signed in (401), and who has no rights (403 or 404)."""
    nobody = subject.installation.token("nobody", {})
    for operation in _operations(subject):
        path = PLACE.sub("1", operation.path)
        status = subject.installation.status(operation.method, path)
        if status != UNAUTHORISED:
            yield _open(subject, operation, "somebody who is not signed in", status)
        status = subject.installation.status(operation.method, path, nobody)
        if status not in REFUSED:
            yield _open(subject, operation, "a user without rights", status)


def _operations(subject: Subject) -> Iterator[Described]:
    """What the API offers for the plugin's own kinds of records."""
    paths = tuple(f"{ROOT}/{item.resource.path}" for item in record_types(subject))
    for operation in operations_of(subject.installation.app.registry):
        if operation.path.startswith(paths):
            yield operation


def _open(subject: Subject, operation: Described, who: str, status: int) -> Finding:
    return Finding(
        f"{operation.method} {operation.path} answers {status} to {who}.",
        "Require a permission before anything else.",
        subject.where(subject.code_path),
    )


def lists_and_records_keep_the_budget(subject: Subject) -> Iterator[Finding]:
    """A list and a record are answered with at most 12 queries."""
    installation = subject.installation
    boss, ids = installation.token("boss", EVERYTHING), installation.fill(own_tables(subject))
    for item in record_types(subject):
        path = f"{ROOT}/{item.resource.path}"
        one = f"{path}/{ids[item.model.__tablename__][0]}"
        offered = [(path, "list"), (one, "read")]
        for address in [address for address, verb in offered if verb in item.resource.verbs]:
            installation.status("GET", address, boss)  # what is worked out once for a process
            with installation.counted() as queries:
                status = installation.status("GET", address, boss)
            if status != ANSWERED:
                yield Finding(f"GET {address} answers {status}.", FAILS, subject.where_of(item.model))
            elif len(queries) > MOST_QUERIES:
                yield costly(f"GET {address}", len(queries), MOST_QUERIES, subject.where_of(item.model))


def records_are_hidden_with_their_customer(subject: Subject) -> Iterator[Finding]:
    """Whoever may not see a customer does not see the records that belong to it."""
    installation = subject.installation
    installation.fill(own_tables(subject))
    for item in record_types(subject):
        if not _belongs_to_customers(item):
            continue
        grants: dict[str, ReachName] = {item.resource.permission("view"): "all", "core.customers.view": "own"}
        stranger = Actor(user_id=NOBODY, name="stranger", door="check", grants=grants)
        with installation.app.reading(stranger) as work:
            seen = list_records(work, item.name, Query(count="exact")).count
        if seen:
            yield Finding(
                f"{item.name} show {seen} records of customers that are hidden.",
                "Declare the resource with parent=, naming its reference to the customer.",
                subject.where_of(item.model),
            )


def _belongs_to_customers(item: RecordType) -> bool:
    """Whether each record has a customer, or says that it is hidden with it."""
    references = [field for field in item.references if getattr(field.kind, "table", "") == CUSTOMERS]
    return any(field.required or field.name == item.resource.parent for field in references)


RULES = (
    api_refuses_strangers,
    lists_and_records_keep_the_budget,
    records_are_hidden_with_their_customer,
)
