"""The examples of docs/reference/hooks, each enabled in an installation and tried."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.asgi import served
from core.contracts.work import ReachName
from core.data.models import JournalEntry
from core.errors import Forbidden, Invalid
from core.services import demo_data, lists, records, settings
from core.services.doctor.running import run, steps_of
from core.services.records import Update
from core.services.work import App
from core.testing.app import Clock, actor_with
from core.testing.cli import Cli
from core.testing.home import Install
from core.testing.jobs import run_due
from core.testing.sessions import open_session
from core.testing.web import Visitor
from tests.services.plugins.conftest import Life, plugins
from tests.web.html import opened

__all__ = ["plugins"]

# What hooks do on PostgreSQL, the tests of the host and of records say.
pytestmark = pytest.mark.databases("sqlite")

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "hooks"
CUSTOMER: Mapping[str, ReachName] = {"core.customers.view": "all", "core.customers.edit": "all"}

Enable = Callable[[str], App]


@pytest.fixture
def life(install: Install, start_app: Any) -> Life:
    return Life(install, start_app)


@pytest.fixture
def enable(life: Life, install: Install) -> Enable:
    def enable(name: str) -> App:
        install(EXAMPLES / f"{name}.py")
        return life.enable(name)

    return enable


def create(app: App, resource: str, **values: Any) -> int:
    with app.work(app.system("test")) as work:
        return records.create(work, resource, [values])[0]


def change(app: App, resource: str, id: int, **values: Any) -> None:
    with app.work(app.system("test")) as work:
        records.update(work, resource, [Update(id, values)])


def browse(app: App) -> Visitor:
    """The browser of somebody who may do everything."""
    role = create(app, "roles", name="all", title="All", grants=[{"permission": "*", "reach": "all"}])
    user = create(app, "users", login="guest", name="Guest", roles=[{"role": role}])
    return Visitor(served(app), user, open_session(app, user))


def rows(app: App, resource: str, *fields: str) -> list[tuple[Any, ...]]:
    with app.reading(app.system("test")) as work:
        found = lists.list_records(work, resource, lists.Query(fields=("id", *fields))).rows
    return sorted(tuple(row[field] for field in fields) for row in found)


def test_example_of_resources(enable: Enable) -> None:
    app = enable("resources")
    create(app, "resources.machines", customer=create(app, "customers", name="Acme"), serial="S-1")
    assert rows(app, "resources.machines", "serial") == [("S-1",)]


def test_example_of_extensions(enable: Enable) -> None:
    app = enable("extensions")
    create(app, "customers", name="Acme", **{"extensions.grade": "a", "extensions.days": 30})
    assert rows(app, "customers", "extensions.grade", "extensions.days") == [("a", 30)]


def test_example_of_permissions(enable: Enable) -> None:
    app = enable("permissions")
    customer = create(app, "customers", name="Acme", currency="EUR")
    with pytest.raises(Forbidden), app.work(actor_with(CUSTOMER)) as work:
        records.update(work, "customers", [Update(customer, {"currency": "CHF"})])
    may = actor_with({**CUSTOMER, "permissions.currency.change": "all"})
    with app.work(may) as work:
        records.update(work, "customers", [Update(customer, {"currency": "CHF"})])


def test_example_of_role_templates(enable: Enable) -> None:
    templates = {item.name: item for item in enable("role_templates").registry.role_templates}
    assert templates["auditor"].grants["core.customers.view"] == "all"


def test_example_of_settings(enable: Enable) -> None:
    app = enable("settings_hook")
    create(app, "customers", name="Li")
    with app.work(app.system("test")) as work:
        settings.set_value(work, "settings_hook.shortest_name", 3)
    with pytest.raises(Invalid, match="at least 3"):
        create(app, "customers", name="Li")


def test_example_of_activity_types(enable: Enable) -> None:
    app = enable("activity_types")
    create(app, "activities", type="activity_types.test_drive", subject="The red one")
    assert rows(app, "activities", "type", "channel") == [("activity_types.test_drive", "visit")]


def test_example_of_visibility_rules(enable: Enable) -> None:
    app = enable("visibility_rules")
    create(app, "customers", name="Star", source="celebrity")
    create(app, "customers", name="Acme")
    more: Mapping[str, ReachName] = {**CUSTOMER, "visibility_rules.celebrities.view": "all"}
    for grants, seen in ((CUSTOMER, 1), (more, 2)):
        with app.reading(actor_with(grants)) as work:
            assert len(lists.list_records(work, "customers", lists.Query()).rows) == seen


def test_example_of_pages(enable: Enable) -> None:
    app = enable("pages")
    for city in ("Berlin", "Berlin", "Bonn"):
        create(app, "customers", name="X", city=city)
    page = opened(browse(app), "/pages/cities")
    assert [row.text for row in page.one("tbody").all("tr")] == ["Berlin 2", "Bonn 1"]


def test_example_of_menu_items(enable: Enable) -> None:
    app = enable("menu_items")
    create(app, "customers", name="Orphan")
    guest = browse(app)
    (link,) = [item for item in opened(guest, "/").all("a") if item.text == "Without an owner"]
    assert "Orphan" in opened(guest, link.attrs["href"]).text


def test_example_of_panels(enable: Enable) -> None:
    app = enable("panels")
    customer = create(app, "customers", name="Acme")
    create(app, "contacts", customer=customer, family_name="Ito", job_title="Buyer")
    panel = opened(browse(app), f"/customers/{customer}").one("section", aria_label="Colleagues")
    assert "Ito Buyer" in panel.text


def test_the_example_on_the_picture_shows_something_in_every_slot(life: Life, install: Install) -> None:
    install(EXAMPLES.parent / "slots.py")
    app = life.enable("slots")
    guest = browse(app)
    page = opened(guest, f"/customers/{create(app, 'customers', name='Acme')}")
    for slot in ("side", "main"):
        assert "Acme" in page.one("section", aria_label=f"panels, slot={slot}").text
    assert "timeline_sources" in page.one("ol", class_="timeline").text
    leads = {link.text: link.attrs["href"] for link in page.all("a")}
    assert "Acme" in opened(guest, leads["panels, slot=tab"]).one(class_="tab-panel").text
    assert opened(guest, leads["menu_items"]).one("h1").text == "A page"


def test_example_of_timeline_sources(enable: Enable) -> None:
    app = enable("timeline_sources")
    customer = create(app, "customers", name="Acme")
    create(app, "contacts", customer=customer, family_name="Ito")
    timeline = opened(browse(app), f"/customers/{customer}").one("ol", class_="timeline")
    assert "New contact: Ito" in timeline.text


def test_example_of_cli_commands(enable: Enable, cli: Cli) -> None:
    app = enable("cli_commands")
    for city in ("Berlin", "Berlin", "Bonn"):
        create(app, "customers", name="X", city=city)
    assert cli("cli_commands", "cities").stdout == "Berlin: 2\nBonn: 1\n"


def test_example_of_jobs(enable: Enable) -> None:
    app = enable("jobs_hook")
    create(app, "customers", name="Acme")
    assert rows(app, "activities", "subject") == []
    assert run_due(app) == 1
    assert rows(app, "activities", "subject") == [("Send a welcome letter",)]


def test_example_of_schedules(enable: Enable, clock: Clock) -> None:
    app = enable("schedules")
    run_due(app)
    clock.forward(days=7)
    run_due(app)
    assert rows(app, "activities", "subject") == [("Prepare the meeting",)]


def test_example_of_doctor_checks(enable: Enable) -> None:
    app = enable("doctor_checks")
    create(app, "customers", name="Acme")
    found = {each.name: each.finding for each in run(steps_of(app), 60)}["doctor_checks.orphans"]
    assert found
    assert (found.text, found.severity) == ("1 customers have no owner.", "advice")


def test_example_of_demo_data(enable: Enable) -> None:
    app = enable("demo_data")
    (item,) = [each for each in demo_data.waiting(app, app.system()) if each.name == "demo_data.shops"]
    demo_data.load(app, app.system(), item, lambda rows, share: None)
    assert rows(app, "customers", "name") == [("Shop 1",), ("Shop 2",), ("Shop 3",)]


def test_example_of_hook_specs(enable: Enable, life: Life, settings: Any) -> None:
    enable("hook_specs")
    listener = settings.home / "plugins" / "polite.py"
    listener.write_text(
        '# /// guanxi-plugin\n# title = "Polite"\n# version = "1.0"\n# after = ["hook_specs"]\n# ///\n'
        "from core.plugin_api import hookimpl\n\n\n"
        '@hookimpl(of="hook_specs")\ndef greetings(customer):\n    return [f"Hello {customer}"]\n',
        encoding="utf-8",
    )
    app = life.enable("polite")
    create(app, "customers", name="Acme")
    with app.reading(app.system("test")) as work:
        entry = select(JournalEntry.details).where(JournalEntry.operation == "greeting")
        said = work.session.scalars(entry).one()
    assert said == {"subject": "customers/1", "by": "polite", "said": "Hello Acme"}


def test_example_of_plugin_enabled(enable: Enable, life: Life) -> None:
    app = enable("plugin_enabled")
    assert rows(app, "tags", "name") == [("harvest",), ("sowing",)]
    life.disable("plugin_enabled")
    assert rows(life.enable("plugin_enabled"), "tags", "name") == [("harvest",), ("sowing",)]


def test_example_of_plugin_disabled(enable: Enable, life: Life) -> None:
    app = enable("plugin_disabled")
    create(app, "activities", type="task", subject="Closed")
    create(app, "activities", type="task", subject="Call")
    assert rows(life.disable("plugin_disabled"), "activities", "subject", "status") == [
        ("Call", "planned"),
        ("Closed", "cancelled"),
    ]


def test_example_of_customer_numbers(enable: Enable) -> None:
    app = enable("customer_numbers")
    customer = create(app, "customers", name="Acme")
    assert rows(app, "customers", "number") == [(f"{app.clock().year}-{customer:05}",)]


def test_example_of_record_validating(enable: Enable) -> None:
    app = enable("record_validating")
    with pytest.raises(Invalid, match="needs a postcode"):
        create(app, "customers", name="Acme", country="DE", street="Hauptstr. 1")
    create(app, "customers", name="Acme", city="Peking")
    assert rows(app, "customers", "city") == [("Beijing",)]


def test_example_of_record_created(enable: Enable) -> None:
    app = enable("record_created")
    create(app, "customers", name="Acme")
    assert rows(app, "activities", "subject") == [("Say welcome",)]


def test_example_of_record_updated(enable: Enable) -> None:
    app = enable("record_updated")
    customer = create(app, "customers", name="Acme", city="Bonn")
    change(app, "customers", customer, name="Acme AG")
    change(app, "customers", customer, city="Berlin")
    assert rows(app, "activities", "subject") == [("Moved to Berlin",)]


def test_example_of_record_deleting(enable: Enable) -> None:
    app = enable("record_deleting")
    customer = create(app, "customers", name="Acme", website="https://acme.example")
    with pytest.raises(Invalid, match="web site"), app.work(app.system("test")) as work:
        records.delete(work, "customers", [customer])
    assert rows(app, "customers", "name") == [("Acme",)]


def test_example_of_records_merged(enable: Enable) -> None:
    app = enable("records_merged")
    kept, lost = (create(app, "customers", name=name) for name in ("Acme", "Acme Ltd"))
    with app.work(app.system("test")) as work:
        records.merge(work, "customers", kept, lost)
    assert rows(app, "activities", "subject", "customer") == [("Was Acme Ltd too", kept)]


def test_example_of_activity_completed(enable: Enable) -> None:
    app = enable("activity_completed")
    create(app, "activities", type="visit", subject="See them", status="done")
    create(app, "activities", type="call", subject="Ask", status="done")
    assert [subject for (subject,) in rows(app, "activities", "subject")] == [
        "Ask",
        "See them",
        "Was the visit helpful?",
    ]


def test_example_of_committed(enable: Enable, caplog: pytest.LogCaptureFixture) -> None:
    app = enable("committed")
    customer = create(app, "customers", name="Acme")
    with app.work(app.system("test")) as work:
        records.delete(work, "customers", [customer])
    assert caplog.messages == [f"system deleted customers/{customer}"]
