"""Templates: a language in which there is nothing but names in braces; preview, and sending to oneself."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Forbidden, Invalid
from core.services import records
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from plugins.messaging.services.filling import fill, one_line, problem_of, stored, written
from tests.plugins.messaging.asking import change, create, customer, entry, send, template
from tests.plugins.messaging.mail_servers import MailServer

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.now = clock.now.replace(hour=12, minute=0)


def text(body: str, **more: Any) -> dict[str, Any]:
    return {"language": "en", "body": body, **more}


@pytest.mark.parametrize(
    "body",
    [
        *("{unknown}", "{what.__class__}", "{what[0]}", "{what!r}", "{what:>10}", "{0}", "{}", "{ what }"),
        *("{what", "what}", "{{what}", "{What}", "{_what}", "{what}}", "{a{what}}", "{%"),
    ],
)
def test_what_is_no_declared_variable_is_refused_when_it_is_saved(app: App, body: str) -> None:
    with pytest.raises(Invalid) as refused:
        template(app, "t", texts=[text(body)])
    assert set(refused.value.errors) == {"texts.0.body"}
    with pytest.raises(Invalid) as refused:
        template(app, "t", texts=[text("fine", subject=body)])
    assert set(refused.value.errors) == {"texts.0.subject"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"texts": []}, "texts"),
        ({"texts": [text("a"), text("b")]}, "texts.1.language"),
        ({"purpose": "fun"}, "purpose"),
        ({"variables": {"Not a name": "x"}, "texts": [text("a")]}, "variables"),
        ({"variables": {"a": 1}, "texts": [text("a")]}, "variables"),
        ({"variables": ["what"], "texts": [text("a")]}, "variables"),
    ],
)
def test_what_else_is_refused(app: App, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        template(app, "t", **values)
    assert set(refused.value.errors) == {field}


def test_a_variable_cannot_be_taken_away_from_under_a_text(app: App) -> None:
    id = template(app)
    with pytest.raises(Invalid):
        change(app, "messaging.templates", id, variables={"other": "Other"})


def test_values_are_never_read_as_a_template_again() -> None:
    assert fill("{{{a}}} {b}", {"a": "{b}", "b": "{{x}} {a"}) == "{{b}} {{x}} {a"


@given(st.text(), st.dictionaries(st.sampled_from(["a", "b"]), st.text(), min_size=2))
def test_a_text_is_refused_or_can_be_filled(said: str, values: dict[str, str]) -> None:
    if problem_of(said, values) is None:
        assert isinstance(fill(said, values), str)


@given(st.text())
def test_one_line_is_one_line(said: str) -> None:
    assert len(one_line(said).splitlines()) <= 1


def test_days_and_moments_are_written_as_readers_are_used_to() -> None:
    day, moment = stored(date(2026, 2, 28)), stored(datetime(2026, 2, 28, 23, 30, tzinfo=UTC))
    assert written(day, "en", BERLIN) == "Feb 28, 2026" and written(day, "zh-Hant", BERLIN) == "2026年2月28日"
    assert written(moment, "de", BERLIN) == "01.03.26, 00:30" and "2026" in written(
        day, "xx-nonsense", BERLIN
    )
    assert (stored(None), stored(3), written(stored("a\x00\u202eb"), "en", BERLIN)) == ("", "3", "ab")


def test_the_companys_words_go_before_those_of_a_plugin(
    app: App, run_jobs: RunJobs, mail: MailServer
) -> None:
    said = {"language": "en", "subject": "Think of {subject}!", "body": "{when} {customer}"}
    template(app, "messaging.reminder", variables=None, purpose=None, texts=[said])
    with pytest.raises(Invalid):
        template(app, "messaging.digest", variables={"x": "X"}, texts=[text("{x}")])
    ned = create(app, "users", login="ned", name="Ned", email="ned@firm.example")
    values = {"subject": "tea", "when": "now", "customer": ""}
    send(app, user=ned, template="messaging.reminder", values=values, channels=("email",))
    run_jobs()
    assert mail.mails[0]["Subject"] == "Think of tea!"


def test_a_template_that_is_gone_or_asks_for_more_fails_and_says_so(
    app: App, run_jobs: RunJobs, mail: MailServer
) -> None:
    id, other = template(app), template(app, "other")
    send(app, "a", customer=customer(app))
    send(app, "b", customer=customer(app), template="other")
    with app.work(app.system("test")) as work:
        records.delete(work, "messaging.templates", [id])
    change(app, "messaging.templates", other, variables={"what": "x", "new": "y"}, texts=[text("{new}")])
    run_jobs()
    assert [(entry(app, key).state, entry(app, key).reason) for key in "ab"] == [("failed", "template")] * 2
    assert "new" in entry(app, "b").detail and mail.mails == []


def act(app: App, action: str, id: int, actor: Any = None, **inputs: Any) -> Any:
    with app.work(actor or app.system("test")) as work:
        (found,) = (
            a for a in work.registry.type_of("messaging.templates").resource.actions if a.name == action
        )
        return found.run(work, id, inputs)


def test_a_preview_says_how_it_reads(app: App) -> None:
    id = template(app)
    assert act(app, "preview", id, values={"what": "<b>"}) == {
        "language": "en",
        "subject": "Hello <b>",
        "body": "Dear reader,\n<b>",
    }
    assert act(app, "preview", id)["subject"] == "Hello {what}"
    with pytest.raises(Invalid):
        act(app, "preview", id, values={"other": 1})


def test_a_test_goes_to_oneself_only(app: App, run_jobs: RunJobs, mail: MailServer) -> None:
    id = template(app)
    ned = create(app, "users", login="ned", name="Ned", email="ned@firm.example")
    with app.work(app.system("test")) as work:
        rows = [{"name": "all", "title": "All", "grants": [{"permission": "*", "reach": "all"}]}]
        records.create(work, "roles", rows)
        records.update(work, "users", [records.Update(ned, {"roles": [{"role": "all"}]})])
    act(app, "test", id, app.actors.of_user(ned, "api", ""), values={"what": "me"})
    run_jobs()
    assert [(each["To"], each["Subject"]) for each in mail.mails] == [("Ned <ned@firm.example>", "Hello me")]
    with pytest.raises(Forbidden):
        act(app, "test", id)
    with pytest.raises(Invalid):
        act(app, "test", id, app.actors.of_user(ned, "api", ""), channel="sms")
