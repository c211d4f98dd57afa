"""The demo customers: three files as strangers would bring them, through the importer that everybody uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.contracts.contributions import DemoData
from core.contracts.work import Actor
from core.labels import translations
from core.services.demo_data import Report
from core.services.importing import ImportOptions, Progress, import_file
from core.services.work import App

_ = translations("core")

FOLDER = Path(__file__).parent / "data"
KEY = "number"


@dataclass(frozen=True, slots=True)
class Table:
    """A file: its name, how many rows it has, which columns are meant, and where its customers come from."""

    name: str
    rows: int
    mapping: tuple[str, ...]
    defaults: Mapping[str, str]


NORTHWIND = (
    *(
        "customerID=number",
        "companyName=name",
        "contactName=contacts.name",
        "contactTitle=contacts.job_title",
    ),
    *("address=street", "city=city", "region=region", "postalCode=postal_code", "country=country"),
    *("phone=phone", "fax="),
)
LISTED = ("Symbol=number", "Name=name", "industry=industry", "Sector=", "Summary Quote=website")

TABLES = (
    Table("northwind.csv", 91, NORTHWIND, {"source": "Northwind"}),
    Table("nasdaq.csv", 2725, LISTED, {"source": "NASDAQ"}),
    Table("nyse.csv", 3257, LISTED, {"source": "NYSE"}),
)


def load(app: App, actor: Actor, report: Report) -> None:
    """Import the files; one that is there already changes nothing, as its rows are found by their numbers."""
    total, before = sum(table.rows for table in TABLES), 0
    for table in TABLES:

        def observe(progress: Progress, before: int = before) -> None:
            report(before + progress.read, (before + progress.read) / total)

        options = ImportOptions(mapping=table.mapping, key=KEY, defaults=table.defaults)
        import_file(app, actor, "customers", FOLDER / table.name, options, observe)
        before += table.rows


DEMO_DATA = (DemoData(name="core.customers", title=_("Demo customers"), load=load),)
