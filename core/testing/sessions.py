"""Sessions without a password: `open_session(app, user)`; for tests and for trying plugins."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert

from core.data.models import UserSession
from core.services.authentication import hash_token
from core.services.work import App

LASTS = timedelta(days=30)


def open_session(app: App, user: int) -> str:
    """The secret of a new session of a user."""
    secret = f"session of {user}"
    now = app.clock()
    values = {"hash": hash_token(secret), "user_id": user, "browser": "", "address": ""}
    with app.database.writing() as connection:
        moments = {"created_at": now, "seen_at": now, "expires_at": now + LASTS}
        connection.execute(insert(UserSession).values({**values, **moments}))
    return secret
