"""`guanxi init`: set up an installation. A second run has nothing to do."""

from __future__ import annotations

from core.cli.elements import Command, Option
from core.cli.errors import UsageProblem
from core.cli.invocation import Invocation
from core.cli.resources.options import DRY_RUN, JSON, YES
from core.cli.setup import SetUp, Wishes
from core.cli.words import NOBODY_ASKED, SAY_YES, ask
from core.labels import translations

_ = translations("core")

NOTHING = _("Nothing to do.")
NEEDS_ANSWERS = _("A new installation has some questions.")
LOGIN = _("Login: {login}")
PASSWORD = _("Password: {password} (shown only now)")


def command() -> Command:
    """The command."""
    return Command(
        "init",
        _("Set up an installation: folder, secret key, database, roles, head office, administrator."),
        run,
        (
            Option(["--company"], _("The name of the company."), metavar="NAME"),
            Option(["--login"], _("The administrator's login; admin when left out."), metavar="LOGIN"),
            Option(["--language"], _("The language of the company: en, zh-Hans or zh-Hant."), metavar="TAG"),
            Option(["--country"], _("The country whose telephone numbers need no prefix."), metavar="CODE"),
            YES,
            DRY_RUN,
            JSON,
        ),
        ("guanxi init", 'guanxi init --yes --company "Acme Ltd" --country DE', "guanxi init --dry-run"),
    )


def run(
    invocation: Invocation,
    *,
    company: str | None,
    login: str | None,
    language: str | None,
    country: str | None,
    yes: bool,
    dry_run: bool,
    json: bool,
) -> None:
    """Ask what is not said, take the steps that are needed, and say which they were."""
    said = {"company": company, "login": login, "language": language, "country": country}
    given = {name: value for name, value in said.items() if value is not None}
    if _is_new(invocation) and not yes and not dry_run:
        given = _asked(invocation, given)
    report(invocation, set_up(invocation, Wishes(**given), dry_run=dry_run), json=json)


def set_up(invocation: Invocation, wishes: Wishes, *, dry_run: bool) -> SetUp:
    """Take the steps."""
    steps = SetUp(invocation, wishes, dry_run)
    steps.run()
    return steps


def report(invocation: Invocation, steps: SetUp, *, json: bool = False) -> None:
    """What was done, and how the administrator signs in."""
    shown = {} if steps.dry_run else {"password": steps.password}
    secret = shown.get("password", "")
    if json:
        texts = [str(text) for text in steps.done]
        invocation.output.json(
            done=texts, login=steps.wishes.login if secret else None, password=secret or None
        )
        return
    for text in steps.done or [NOTHING]:
        invocation.text(text)
    if secret:
        invocation.text(LOGIN.fill(login=steps.wishes.login))
        invocation.text(PASSWORD.fill(password=secret))


def _is_new(invocation: Invocation) -> bool:
    """Whether there is anything to ask: an installation with its key has been set up before."""
    return invocation.settings.secret_key is None


def _asked(invocation: Invocation, given: dict[str, str]) -> dict[str, str]:
    """What was said, and the answers to the rest."""
    if not invocation.asks:
        raise UsageProblem(NEEDS_ANSWERS, why=NOBODY_ASKED, fix=SAY_YES)
    questions = {
        "company": (_("Name of the company"), ""),
        "login": (_("Login of the administrator"), "admin"),
        "country": (_("Country (code or name; may be empty)"), ""),
    }
    answers = {
        name: ask(invocation, question, default=default)
        for name, (question, default) in questions.items()
        if name not in given
    }
    password = ask(invocation, _("Password (empty: one is made up)"), default="", secret=True)
    return {**answers, **given, **({"password": password} if password else {})}
