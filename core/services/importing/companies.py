"""Cards name the company of a person by its name: which customer is that?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import or_, select

from core.contracts.work import Actor
from core.data.models.customer import Customer
from core.services.files.table import SourceRow, Table
from core.services.work import App

CUSTOMER = "customer"
NAMES_KEPT = 10_000


def with_numbers(app: App, actor: Actor, table: Table) -> Table:
    """The same table, with the customer's number where exactly one visible customer has that name."""
    if table.format != "vcf" or CUSTOMER not in table.headings:
        return table
    place = table.headings.index(CUSTOMER)

    @lru_cache(NAMES_KEPT)
    def number(name: str) -> str:
        named = or_(Customer.number == name, Customer.name == name)
        with app.reading(actor) as work:
            found = work.session.scalars(select(Customer.number).where(named).limit(2)).all()
        return found[0] if len(found) == 1 else name

    def rows(source: Iterator[SourceRow]) -> Iterator[SourceRow]:
        for row in source:
            before, name, after = row.cells[:place], row.cells[place], row.cells[place + 1 :]
            yield row._replace(cells=(*before, number(name), *after)) if name else row

    return replace(table, source=rows(table.source))
