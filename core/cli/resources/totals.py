"""`totals`: exact sums of a field over everything that a filter finds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from core.cli.elements import Argument, Command, Option
from core.cli.invocation import Invocation
from core.cli.resources.examples import path_of
from core.cli.resources.filters import filter_tree
from core.cli.resources.options import JSON, filter_options
from core.host.record_types import RecordType
from core.labels import translations
from core.services import lists

_ = translations("core")

SUM, CURRENCY, TOTAL = _("Sum"), _("Currency"), _("Total")
NO_RATE = _("No total: there is no exchange rate to {currency} for {missing}.")


def command(record_type: RecordType, fields: Sequence[str]) -> Command:
    """The command of a kind of record that has any `fields` to add up."""
    path = path_of(record_type)
    return Command(
        "totals",
        _("Add up a field of {records}, amounts by currency.").fill(records=record_type.resource.title),
        partial(run, record_type),
        (
            Argument(
                "field", _("One of {names}.").fill(names=", ".join(fields)), required=True, metavar="FIELD"
            ),
            Option(
                ["--currency"],
                _("Convert amounts to this currency, with the rates of today."),
                metavar="CODE",
            ),
            *filter_options(record_type),
            JSON,
        ),
        (f"guanxi {path} totals {fields[0]}", f"guanxi {path} totals {fields[0]} --filter 'id<100' --json"),
    )


def run(
    record_type: RecordType,
    invocation: Invocation,
    *,
    field: str,
    currency: str | None,
    filters: Sequence[str],
    where: str | None,
    q: str | None,
    json: bool,
) -> None:
    """The sums, and the total in one currency where that was asked for."""
    query = lists.Query(where=filter_tree(filters, where), q=q)
    with invocation.reading() as work:
        answer = lists.totals(work, record_type, field, query, currency)
    if json:
        invocation.output.json(
            sums=answer.sums, currency=answer.currency or None, total=answer.total, missing=answer.missing
        )
    else:
        _print(invocation, answer)


def _print(invocation: Invocation, answer: lists.Totals) -> None:
    """A line for each currency, and one for the total."""
    rows = [[code, format(amount, "f")] for code, amount in answer.sums.items()]
    if answer.total is not None:
        label = invocation.translate(TOTAL)
        rows.append([f"{label} {answer.currency}", format(answer.total, "f")])
    invocation.table((CURRENCY, SUM), rows, numbers={1})
    if answer.missing:
        invocation.note(NO_RATE.fill(currency=answer.currency, missing=", ".join(answer.missing)))
