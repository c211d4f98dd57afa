"""`guanxi demo`: an installation with customers to try, in one command. A second run only serves."""

from __future__ import annotations

from core.cli.admin.init import report, set_up
from core.cli.admin.serve import serve
from core.cli.elements import Command, Option
from core.cli.installation import database_exists
from core.cli.interrupts import Interruptible
from core.cli.invocation import DRY_RUN_NOTE, Invocation
from core.cli.progress import Progress
from core.cli.resources.options import DRY_RUN
from core.cli.setup import Wishes, rehearsal
from core.labels import translations
from core.services.demo_data import load, waiting

_ = translations("core")

LOADED = _("{title}: loaded.")
NOTHING = _("Demo data: nothing to do.")
RESUME = _("Run guanxi demo again; it goes on where it stopped.")
SIGN_IN = _(
    "Sign in with a browser as admin. To be a manager or a salesperson: guanxi users password anna\n"
    "To use the API, make a token: guanxi tokens create --name demo --user admin"
)


def command() -> Command:
    """The command."""
    return Command(
        "demo",
        _("Set up an installation, load demo customers, and serve."),
        run,
        (
            Option(["--no-serve"], _("Do all but serve."), is_flag=True),
            Option(["--host"], _("The address to serve on."), metavar="ADDRESS"),
            Option(["--port"], _("The port to serve on."), type=int, metavar="N"),
            DRY_RUN,
        ),
        ("guanxi demo", "guanxi demo --no-serve", "guanxi demo --home try --port 8001"),
    )


def run(invocation: Invocation, *, no_serve: bool, host: str | None, port: int | None, dry_run: bool) -> None:
    """Set up, load what is missing, say how to sign in, serve."""
    report(invocation, set_up(invocation, Wishes(company="Demo"), dry_run=dry_run))
    if dry_run:
        _foresee(invocation)
        return
    _load(invocation)
    invocation.text(SIGN_IN)
    if not no_serve:
        serve(invocation, {"host": host, "port": port})


def _foresee(invocation: Invocation) -> None:
    """Name what would be loaded."""
    if database_exists(invocation.settings):
        left = waiting(invocation.app, invocation.actor)
    else:
        with rehearsal(invocation) as (app, _migrations):
            left = waiting(app, app.system())
    for item in left:
        invocation.text(LOADED.fill(title=item.title))
    invocation.note(DRY_RUN_NOTE)


def _load(invocation: Invocation) -> None:
    """Load what was not loaded yet."""
    app, actor = invocation.app, invocation.actor
    left = waiting(app, actor)
    with Interruptible(invocation, RESUME) as interruptible:
        for item in left:
            progress = Progress(invocation, item.title)

            def observe(done: int, share: float, progress: Progress = progress) -> None:
                progress(done, share)
                interruptible.check()

            load(app, actor, item, observe)
            progress.finish()
            invocation.text(LOADED.fill(title=item.title))
    if not left:
        invocation.text(NOTHING)
