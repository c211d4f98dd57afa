"""The log: pages, timelines, decisions, and who sees what; at the pages and on the command line."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.config import Settings
from core.services.work import App
from core.testing.app import Build, Clock
from core.testing.cli import Cli
from core.testing.jobs import RunJobs
from core.testing.web import Arrive
from tests.gateways import gateway, hanging, reply, saying
from tests.plugins.messaging.asking import create, customer, entry, put, send, states, template
from tests.plugins.messaging.mail_servers import MailServer

pytestmark = pytest.mark.databases("sqlite")
SMS = {"quiet_from": "00:00", "quiet_until": "00:00", "send_seconds": 1}


@pytest.fixture
def plugins() -> None:
    """Those of the database: templates are those of plugins that were enabled."""


@pytest.fixture
def app(settings: Settings, build_app: Build, clock: Clock, cli: Cli) -> Iterator[App]:
    """With messaging enabled."""
    assert cli("plugin", "enable", "messaging", "--yes").code == 0
    app = replace(build_app(settings), clock=clock)
    put(app, service_needs_consent=False)
    yield app
    app.close()


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.now = clock.now.replace(hour=12, minute=0)


def unknown(app: App, run_jobs: RunJobs) -> int:
    """A message of which nobody knows whether it went out."""
    template(app)
    with gateway(hanging) as server:
        put(app, sms_url=server.url, **SMS)
        send(app, customer=customer(app), channels=("sms",))
        run_jobs()
    assert entry(app).state == "unknown"
    return int(entry(app).id)


def test_the_log_shows_messages_and_one_with_its_text(
    app: App, mail: MailServer, run_jobs: RunJobs, visitor: Arrive
) -> None:
    template(app)
    send(app, customer=customer(app, name="Acme & Sons"), values={"what": "<script>"})
    run_jobs()
    admin = visitor()
    page = admin.get("/messaging/log")
    assert page.status_code == 200 and "Acme &amp; Sons" in page.text and "Hello &lt;script&gt;" in page.text
    one = admin.get(f"/messaging/log/{entry(app).id}")
    assert "info@acme.example" in one.text and "Dear reader" in one.text and "<script>" not in one.text
    assert "There are no such messages" in admin.get("/messaging/log?state=failed").text
    for wrong in ("x", "0", "99999999999999999999", "-1"):
        assert admin.get(f"/messaging/log/{wrong}").status_code == 404


def test_the_log_goes_on_page_by_page(app: App, visitor: Arrive) -> None:
    template(app)
    id = customer(app)
    for number in range(60):
        send(app, f"k{number}", customer=id)
    admin = visitor()
    first = admin.get("/messaging/log").text
    older = first.split("&amp;before=")[1].split('"')[0]
    second = admin.get(f"/messaging/log?state=&before={older}").text
    assert (first.count("/messaging/log/"), second.count("/messaging/log/")) == (50, 10)


def test_the_log_begins_anew_where_there_is_no_such_place(app: App, visitor: Arrive) -> None:
    template(app)
    send(app, customer=customer(app))
    at, big = "2026-01-01T00:00:00Z", "9" * 30
    for wrong in ("x", "2026-01-01~1", f"{at}~{big}", f"{at}~-{big}", "0001-01-01T00:00:00%2B14:00~1"):
        page = visitor().get(f"/messaging/log?before={wrong}")
        assert page.status_code == 200, wrong


def test_messages_stand_on_the_timelines_of_customer_and_contact(
    app: App, mail: MailServer, run_jobs: RunJobs, visitor: Arrive
) -> None:
    template(app)
    firm = customer(app)
    anna = create(app, "contacts", customer=firm, name="Anna", email="anna@acme.example")
    send(app, contact=anna)
    run_jobs()
    admin = visitor()
    for page in (f"/customers/{firm}", f"/contacts/{anna}"):
        text = admin.get(page).text
        assert "E-mail: Sent" in text and "Hello the news" in text


def test_nobody_sees_messages_to_customers_whom_he_may_not_see(
    app: App, mail: MailServer, run_jobs: RunJobs, visitor: Arrive
) -> None:
    template(app)
    send(app, customer=customer(app))
    run_jobs()
    own = visitor({"messaging.log.view": "all", "core.customers.view": "own"})
    assert "Acme" not in own.get("/messaging/log").text
    assert own.get(f"/messaging/log/{entry(app).id}").status_code == 404
    seller = visitor({"messaging.log.view": "all", "core.customers.view": "all"})
    page = seller.get(f"/messaging/log/{entry(app).id}").text
    assert "Dear reader" in page and "info@acme.example" not in page
    assert visitor({"core.customers.view": "all"}).get("/messaging/log").status_code == 403


def test_who_decides_sends_it_again_or_says_that_it_was_sent(
    app: App, run_jobs: RunJobs, visitor: Arrive
) -> None:
    id = unknown(app, run_jobs)
    page = f"/messaging/log/{id}"
    admin, reader = visitor(), visitor({"messaging.log.view": "all", "core.customers.view": "all"})
    assert "Send again" in admin.get(page).text and "Send again" not in reader.get(page).text
    assert reader.post(page, data={"what": "again"}).status_code == 403
    assert admin.post(page, data={"what": "nonsense"}).status_code == 422
    with gateway(saying(reply())) as server:
        put(app, sms_url=server.url)
        assert admin.post(page, data={"what": "again"}).status_code == 303
        run_jobs()
    assert (entry(app).state, len(server.requests)) == ("sent", 1)
    assert admin.post(page, data={"what": "again"}).status_code == 409


def test_the_command_line_lists_decides_and_tries(app: App, run_jobs: RunJobs, cli: Cli) -> None:
    id = unknown(app, run_jobs)
    assert "Perhaps sent" in cli("messaging", "log", "--state", "unknown").stdout
    assert cli("messaging", "decide", str(id), "sent").code == 0
    assert states(app) == {"k1": "sent"}
    assert cli("messaging", "decide", str(id), "cancel").code != 0
    assert cli("messaging", "decide", "99", "again").code != 0
    assert cli("messaging", "try", "pigeon", "a@b.example").code != 0
    with gateway(saying(reply(b'{"ok":1}'))) as server:
        put(app, sms_url=server.url)
        said = cli("messaging", "try", "sms", "+4930901820", GUANXI_OUTBOUND_HOSTS="127.0.0.1")
    assert said.code == 0 and said.stdout.startswith("sent: 200") and len(server.requests) == 1


def test_the_menu_names_what_is_for_everybody_and_what_is_for_admins(app: App, visitor: Arrive) -> None:
    page = visitor().get("/messaging/log").text
    for path in ("/messaging/log", "/messaging/consents", "/messaging/notices", "/messaging/templates"):
        assert f'href="{path}"' in page, path
    assert (
        'href="/messaging/templates"' not in visitor({"messaging.log.view": "all"}).get("/messaging/log").text
    )
