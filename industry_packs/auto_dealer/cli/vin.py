"""The command that judges numbers of vehicles."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, BinaryIO

import click

from core.plugin_api import Invalid, translations
from industry_packs.auto_dealer.services.vin import Verdict, judge
from industry_packs.auto_dealer.services.vin_files import Case, Cases, cases_of
from industry_packs.auto_dealer.services.words import FINDINGS

_ = translations("auto_dealer")

VALID = _("{name}: valid, {region}, model year {year}")
VALID_OLD = _("{name}: valid")
NOT_VALID = _("{name}: not valid")
ONE_OF_TWO = _("Numbers are named in the command or in a file, not in both and not in neither.")
NAME_THEM = _("Write guanxi auto_dealer vin NUMBER..., or guanxi auto_dealer vin --file FILE.json.")


@click.command()
@click.argument("vins", nargs=-1, metavar="[VIN]...")
@click.option("--file", "file", type=click.File("rb"), help="Numbers in a JSON file; - is standard input.")
@click.option("--declared-year", type=int, help="The year of manufacture, where nothing else is said.")
@click.option("--max-model-year", type=int, help="The latest model year there is; next year if not said.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects.")
@click.pass_obj
def vin(
    invocation: Any,
    vins: tuple[str, ...],
    file: BinaryIO | None,
    declared_year: int | None,
    max_model_year: int | None,
    as_json: bool,
) -> None:
    """Judge vehicle identification numbers: valid or why not, where from, which model year.

    Examples:

      guanxi auto_dealer vin LSGKE54H1PW100238

      guanxi auto_dealer vin 9G123456 --declared-year 1968 --json

      guanxi auto_dealer vin --file numbers.json --json
    """
    asked = _asked(vins, file)
    latest = _first(max_model_year, asked.max_model_year) or _next_year(invocation)
    judged = [(case.name, _judged(case, declared_year, latest)) for case in asked.cases]
    if as_json:
        invocation.text(json.dumps([{"id": name, **asdict(verdict)} for name, verdict in judged], indent=1))
    else:
        _tell(invocation, judged)


def _asked(vins: tuple[str, ...], file: BinaryIO | None) -> Cases:
    if bool(vins) == bool(file):
        raise Invalid(message=ONE_OF_TWO, fix=NAME_THEM)
    return cases_of(file.read()) if file else Cases(cases=[Case(input=text) for text in vins])


def _judged(case: Case, declared_year: int | None, latest: int) -> Verdict:
    declared = _first(case.declared_year, declared_year)
    return judge(case.input, max_model_year=latest, declared_year=declared)


def _first(*years: int | None) -> int | None:
    return next((year for year in years if year is not None), None)


def _next_year(invocation: Any) -> int:
    with invocation.reading() as work:
        return int(work.now.year) + 1


def _tell(invocation: Any, judged: Iterable[tuple[str | int, Verdict]]) -> None:
    for name, verdict in judged:
        line = (VALID if verdict.region else VALID_OLD) if verdict.valid else NOT_VALID
        year = verdict.model_year or "?"
        invocation.text(line.fill(name=name, region=verdict.region, year=year))
        for code in (*verdict.reasons, *verdict.warnings):
            invocation.text("  " + invocation.translate(FINDINGS[code]))
