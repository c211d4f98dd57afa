"""Demo data: a van that changes hands, electricity meters, a transformer, an appliance; one wrong reading."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core.plugin_api import DemoData, Work, demo_customers, records, translations
from plugins.assets.services.transferring import transfer

_ = translations("assets")

DEFINITIONS: tuple[dict[str, Any], ...] = (
    {"name": "Kombi 1.9", "kind": "vehicle", "maker": "Wanderer", "meter_unit": "km", "max_per_day": 1_000},
    {"name": "DTS 541", "kind": "meter", "maker": "华立", "meter_unit": "kWh", "max_per_day": 2_000},
    {"name": "SCB11-630", "kind": "transformer", "maker": "特变电工", "rating": "630", "rating_unit": "kVA"},
    {"name": "Walk-in freezer", "kind": "appliance", "rating": "7.5", "rating_unit": "kW"},
)
CUSTOMERS = (
    {"number": "AS-1", "name": "Bäckerei Sonnenschein", "country": "DE", "city": "Ulm"},
    {"number": "AS-2", "name": "苏州明月纺织有限公司", "country": "CN", "city": "苏州"},
    {"number": "AS-3", "kind": "person", "family_name": "Berg", "given_name": "Anna", "country": "DE"},
)
ASSETS = (
    ("UL-BS-1", "Delivery van", "Kombi 1.9", "WVWZZZ1", "AS-1"),
    ("E-1", "Electricity meter", "DTS 541", "8841", "AS-1"),
    ("E-2", "电表", "DTS 541", "8842", "AS-2"),
    ("T-1", "变压器", "SCB11-630", "T-630-77", "AS-2"),
    ("F-1", "Freezer", "Walk-in freezer", "F-12", "AS-1"),
)
NAMES = ("number", "name", "definition", "serial", "first_owner")
MONTHS = 24
MONTH = timedelta(days=30)
TYPING_ERROR = 9_000_000
WRONG = 19


def load(app: Any, actor: Any, report: Any) -> None:
    """Make them in one transaction; days are counted back from today."""
    with app.work(actor) as work:
        today = work.now.date()
        begin = today - MONTHS * MONTH
        demo_customers(work, CUSTOMERS)
        records.create(work, "assets.definitions", DEFINITIONS)
        ids = records.create(work, "assets.assets", [_asset(row, begin) for row in ASSETS])
        _read(work, ids, begin)
        _sell(work, ids[0], today - 3 * MONTH)
    report(len(ASSETS), 1.0)


def _asset(row: tuple[str, ...], begin: date) -> dict[str, Any]:
    return {**dict(zip(NAMES, row, strict=True)), "in_service_date": begin}


def _read(work: Work, ids: list[int], begin: date) -> None:
    """Monthly readings of the van and of both electricity meters, one of them with a typing error."""
    rates = ((ids[0], 1_900), (ids[1], 2_350), (ids[2], 41_000))
    rows = [
        {
            "asset": id,
            "read_on": begin + month * MONTH,
            "value": rate * month + month * 7 % 5 * rate // 8,
            "source": "customer",
        }
        for id, rate in rates
        for month in range(1, MONTHS)
    ]
    rows[WRONG]["value"] = TYPING_ERROR
    records.create(work, "assets.readings", rows)


def _sell(work: Work, van: int, day: date) -> None:
    transfer(work, van, {"customer": "AS-3", "on": day})


DEMO_DATA = (DemoData(name="assets.assets", title=_("What customers own"), load=load),)
