"""Signing in on the web: passwords are checked, guessing is slowed down, browsers get a session."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Select, case, delete, insert, select, update

from core.data.models import Attempt, Password, User, UserSession
from core.data.upserts import insert_or_change
from core.errors import NotSignedIn, TooManyAttempts
from core.labels import translations
from core.services.authentication import hash_password, hash_token, verify_password

if TYPE_CHECKING:
    from core.services.work import App

_ = translations("core")

LIFETIME = timedelta(days=30)
SEEN_IS_NOTED_EVERY = timedelta(minutes=5)
SECRET_BYTES = 32
PERIOD = timedelta(minutes=15)
# Guessing one password from one place; one login from anywhere; any login from one place.
LIMITS = {"pair": 5, "login": 50, "address": 100}

WRONG = _("The login or the password is wrong.")
CHECK = _("Check both, or ask an administrator to set a new password.")


@dataclass(frozen=True, slots=True)
class Browser:
    """Where somebody signs in from: the address of the machine and what the browser calls itself."""

    address: str
    name: str


def sign_in(app: App, login: str, password: str, browser: Browser) -> str:
    """The secret of a new session; it stands in a cookie, and only its hash is kept.

    Raises NotSignedIn for a wrong login or password (both say the same and take as long), TooManyAttempts
    after several failures: five for a login from one address within 15 minutes.
    """
    now, keys = app.clock(), _keys(login, browser.address)
    with app.database.reading() as connection:
        _refuse_guessing(connection, keys, now)
        found = connection.execute(_known(login)).one_or_none()
    # Outside of any transaction: it takes 50 ms on purpose, also where there is no such user.
    right = verify_password(password, found.hash if found else _unknown_hash())
    with app.database.writing() as connection:
        if found is None or not right:
            _count_failure(connection, keys, now)
        else:
            connection.execute(delete(Attempt).where(Attempt.key == keys["pair"]))
            return _open(connection, found.id, browser, now)
    raise NotSignedIn(WRONG, fix=CHECK)


def _keys(login: str, address: str) -> dict[str, str]:
    """What failures are counted by; hashed, since people type passwords into the field of the login."""
    texts = {"pair": f"{login.casefold()}\n{address}", "login": login.casefold(), "address": address}
    return {kind: _hash(f"{kind}\n{text}") for kind, text in texts.items()}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _refuse_guessing(connection: Connection, keys: dict[str, str], now: datetime) -> None:
    statement = select(Attempt.key, Attempt.failed, Attempt.since).where(
        Attempt.key.in_(keys.values()), Attempt.since > now - PERIOD
    )
    most = {key: LIMITS[kind] for kind, key in keys.items()}
    found = connection.execute(statement).all()
    over = [row.since + PERIOD - now for row in found if row.failed >= most[row.key]]
    if over:
        raise TooManyAttempts(retry_after=int(max(over).total_seconds()) + 1)


def _known(login: str) -> Select[int, str]:
    return (
        select(User.id, Password.hash)
        .join(Password, Password.user_id == User.id)
        .where(User.login == login, User.active.is_(True), User.deleted_at.is_(None))
    )


@cache
def _unknown_hash() -> str:
    """A hash that no password has: a login that does not exist takes as long as one that does."""
    return hash_password(secrets.token_hex())


def _count_failure(connection: Connection, keys: dict[str, str], now: datetime) -> None:
    """One more failure of each key; those of an earlier period are forgotten."""
    rows = [{"key": key, "failed": 1, "since": now} for key in keys.values()]
    old = Attempt.since <= now - PERIOD
    failed, since = case((old, 1), else_=Attempt.failed + 1), case((old, now), else_=Attempt.since)
    insert_or_change(connection, Attempt, rows, {"failed": failed, "since": since})


def _open(connection: Connection, user: int, browser: Browser, now: datetime) -> str:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    values = {
        "hash": hash_token(secret),
        "user_id": user,
        "browser": browser.name[:200],
        "address": browser.address[:64],
        "created_at": now,
        "seen_at": now,
        "expires_at": now + LIFETIME,
    }
    connection.execute(insert(UserSession).values(values))
    connection.execute(delete(UserSession).where(UserSession.expires_at <= now))
    return secret


def sign_out(app: App, secret: str) -> None:
    """End the session of a browser."""
    with app.database.writing() as connection:
        connection.execute(delete(UserSession).where(UserSession.hash == hash_token(secret)))


def note_use(app: App, session: int) -> None:
    """Write down that somebody is still there."""
    with app.database.writing() as connection:
        connection.execute(update(UserSession).where(UserSession.id == session).values(seen_at=app.clock()))
