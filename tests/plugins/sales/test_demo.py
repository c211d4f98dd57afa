"""The demo shows leads in all stages."""

from typing import Any

from plugins.sales.demo import load
from plugins.sales.public import LEADS, OPEN
from plugins.sales.services.measuring import answers
from tests.plugins.sales.asking import Company


def told(_rows: int, _share: float) -> Any:
    """How far it is."""


def test_the_demo_has_leads_in_all_stages_that_people_have(company: Company) -> None:
    load(company.app, company.app.system("test"), told)
    leads = company.rows(LEADS)
    assert {row["stage"] for row in leads} == {*OPEN, "lost"} and all(row["owner"] for row in leads)
    without = {"not": {"field": "sales.planned", "op": "eq", "value": True}}
    assert {row["stage"] for row in company.rows(LEADS, without)} == {"lost"}
    with company.app.reading(company.app.system()) as work:
        assert sum(each.answered for each in answers(work)) == 19
