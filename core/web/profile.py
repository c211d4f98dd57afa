"""What everybody may change of himself: language, theme, shortcuts, password; and his messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from core.builtin.user_actions import check_password
from core.contracts.pages import ANYBODY_SIGNED_IN, Page, Redirect, Reply, Shown, Toast, Visit
from core.errors import Invalid, invalid
from core.http.requests import whole_number
from core.labels import translations
from core.services import authentication, records
from core.services.notifications import mark_read, notifications
from core.services.preferences import set_preference
from core.web.origin import local_address
from core.web.shell import KEYS, THEME

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

PROFILE = "/profile"
SAVED = Toast(text=_("Saved."))
THEMES = ("", "light", "dark")
MESSAGES = 50


def page(work: Work, visit: Visit, errors: Invalid | None = None) -> Reply:
    """The profile."""
    me = _me(work)
    values = {
        "me": me,
        "errors": errors.errors if errors else {},
        "keys": visit.preferences.get(KEYS, True),
        "zones": sorted(available_timezones()),
    }
    return Shown(template="profile.html", values=values, status=422 if errors else 200)


def _me(work: Work) -> dict[str, Any]:
    """The actor's own record, whatever his rights over users are."""
    with work.unlimited(PROFILE) as everything:
        return records.read(everything, "users", _user(work))


def _user(work: Work) -> int:
    assert work.actor.user_id is not None  # noqa: S101  # who has a session is a user
    return work.actor.user_id


def _change(work: Work, visit: Visit, values: Mapping[str, Any]) -> Reply:
    """Change fields of the actor's own record that are for himself to decide."""
    with work.unlimited(PROFILE) as everything:
        records.update(everything, "users", [records.Update(_user(work), values)])
    return _back(visit)


def _back(visit: Visit) -> Redirect:
    """To the page that the form stood on."""
    return Redirect(to=local_address(visit.form.get("next", ""), PROFILE), toast=SAVED)


def set_language(work: Work, visit: Visit) -> Reply:
    """Choose the language to read in."""
    return _change(work, visit, {"language": visit.form.get("language", "")})


def set_time_zone(work: Work, visit: Visit) -> Reply:
    """Choose the zone in which times are shown."""
    try:
        return _change(work, visit, {"time_zone": visit.form.get("time_zone", "")})
    except Invalid as error:
        return page(work, visit, error)


def set_theme(work: Work, visit: Visit) -> Reply:
    """Choose light, dark, or what the system has."""
    theme = visit.form.get("theme", "")
    set_preference(work, THEME, theme if theme in THEMES[1:] else None)
    return _back(visit)


def set_keys(work: Work, visit: Visit) -> Reply:
    """Switch shortcuts of single keys on or off (WCAG 2.1.4)."""
    set_preference(work, KEYS, None if visit.form.get("keys") == "on" else False)
    return _back(visit)


def set_password(work: Work, visit: Visit) -> Reply:
    """Choose a new password; everywhere else one is signed out, and here signs in anew."""
    me, form = _me(work), visit.form
    try:
        if not authentication.is_password(work.session, _user(work), form.get("current", "")):
            raise invalid("current", "wrong", _("This is not your password."))
        if form.get("password") != form.get("again"):
            raise invalid("again", "differs", _("This is not the same as above."))
        check_password(form.get("password", ""), me["login"])
    except Invalid as error:
        return page(work, visit, error)
    authentication.set_password(work.session, _user(work), form["password"], work.now)
    work.record("password", f"users/{_user(work)}", {})
    return Redirect(to="/sign-in", toast=Toast(text=_("The password was changed. Sign in with the new one.")))


def messages(work: Work, visit: Visit) -> Reply:
    """What the actor was told."""
    found = notifications(work, MESSAGES + 1, whole_number(visit.query.get("before", "")))
    following = found[MESSAGES - 1].id if len(found) > MESSAGES else None
    return Shown(
        template="notifications.html",
        values={"found": found[:MESSAGES], "following": following},
        block="content" if visit.target == "notifications" else "",
    )


def read_messages(work: Work, visit: Visit) -> Reply:
    """All of it has been read, or what is named; then on to where it leads."""
    ids = list(filter(None, map(whole_number, visit.form.all("id"))))
    mark_read(work, ids or None)
    return Redirect(to=local_address(visit.form.get("next", ""), "/notifications"))


def _post(path: str, run: Callable[[Any, Visit], Reply]) -> Page:
    return Page(path=f"{PROFILE}/{path}", permission=ANYBODY_SIGNED_IN, run=run, method="POST")


PAGES = (
    Page(path=PROFILE, permission=ANYBODY_SIGNED_IN, run=page),
    _post("language", set_language),
    _post("theme", set_theme),
    _post("keys", set_keys),
    _post("time-zone", set_time_zone),
    _post("password", set_password),
    Page(path="/notifications", permission=ANYBODY_SIGNED_IN, run=messages),
    Page(path="/notifications", permission=ANYBODY_SIGNED_IN, run=read_messages, method="POST"),
)
