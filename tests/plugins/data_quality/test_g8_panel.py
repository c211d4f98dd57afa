"""G8 on the page of a customer: the likely duplicates, one click from being compared."""

from core.services.work import App
from core.testing.jobs import RunJobs
from core.testing.web import Arrive, site, visitor
from tests.plugins.data_quality.asking import customer
from tests.plugins.data_quality.test_g8_duplicates import find
from tests.web.html import opened

__all__ = ["site", "visitor"]


def test_likely_duplicates_lead_to_both_side_by_side(app: App, visitor: Arrive, run_jobs: RunJobs) -> None:
    first, second = (customer(app, name=name, city="Ulm") for name in ("Nordwind GmbH", "NORDWIND Ltd."))
    find(app, run_jobs)
    guest = visitor()
    for here, there in ((first, second), (second, first)):
        panel = opened(guest, f"/customers/{here}/panels/data_quality.twins").one(class_="tab-panel")
        (link,) = panel.all("a")
        assert link.attrs["href"] == f"/customers/{here}/merge?with={there}"
        assert opened(guest, link.attrs["href"]).one("form", class_="merge")
