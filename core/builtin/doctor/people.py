"""Checks of who may do everything."""

from __future__ import annotations

import time

from sqlalchemy import select

from core.builtin.administrators import powerful_roles, require_one
from core.contracts.doctor import Check, Finding
from core.data.models import Password, User, UserRole
from core.errors import Invalid
from core.labels import translations
from core.services.authentication import verify_password
from core.services.work import Work

_ = translations("core")

OFTEN = ("1234567890", "password123", "administrator")
"""What is tried first by those who try passwords, as far as it is long enough for one."""

PATIENCE = 1.0
"""Seconds of processor time to try: one try takes a twentieth of one."""


def administrator(work: Work) -> Finding | None:
    """There is one."""
    try:
        require_one(work)
    except Invalid:
        text = _("There is no active user who may do everything.")
        return Finding(text=text, fix=_("Run guanxi init, which makes one."))
    return None


def passwords(work: Work) -> Finding | None:
    """No administrator has a password that everybody guesses."""
    holders = (
        select(User.login, Password.hash)
        .join(Password, Password.user_id == User.id)
        .where(User.active.is_(True), User.deleted_at.is_(None))
        .where(User.id.in_(select(UserRole.user_id).where(UserRole.role_id.in_(powerful_roles))))
        .order_by(User.id)
    )
    deadline = time.thread_time() + PATIENCE
    for login, hashed in work.session.execute(holders):
        guesses = (guess for guess in (*OFTEN, f"{login}1234") if time.thread_time() < deadline)
        if any(verify_password(guess, hashed) for guess in guesses):
            text = _("The password of the administrator {login} is guessed at once.").fill(login=login)
            fix = _("Run guanxi users set-password {login}.").fill(login=login)
            return Finding(text=text, fix=fix)
    return None


CHECKS = (
    Check(name="core.administrator", title=_("Somebody who may do everything"), look=administrator),
    Check(name="core.passwords", title=_("Passwords of administrators"), look=passwords),
)
