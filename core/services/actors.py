"""Actors: users with the rights of this moment, by their API tokens or by their logins."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Date,
    Integer,
    Row,
    Select,
    String,
    bindparam,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.orm import join

from core.contracts.types import Identifier, Moment
from core.contracts.work import Actor
from core.data.engine import Database
from core.data.models import (
    Notification,
    Preference,
    Role,
    RoleGrant,
    State,
    StoredSetting,
    Token,
    TokenSecret,
    Unit,
    User,
    UserRole,
    UserSession,
)
from core.errors import NotSignedIn
from core.host.translations import locale_of
from core.labels import translations
from core.services.authentication import hash_token
from core.services.grants import Grants
from core.services.rights_generation import NAME as RIGHTS

_ = translations("core")

MOST_REMEMBERED = 10_000
IDLE = timedelta(hours=12)
"""A browser that was not used for so long is signed out."""
USE_IS_NOTED_EVERY = timedelta(hours=1)
LANGUAGE, TIME_ZONE, COUNTRY = "core.language", "core.time_zone", "core.country"
COMPANY = "core.company"

UNKNOWN_TOKEN = _("The token is unknown, expired or revoked.")
MAKE_ONE = _("Make a new one with guanxi tokens create.")
SESSION_OVER = _("You are not signed in, or have been away for long.")
SIGN_IN = _("Sign in again.")
NOT_ACTIVE = _("There is no active user {user}.")


@dataclass(frozen=True, slots=True)
class Rights:
    """What a user may do, where, and what his company has set; the same for one generation of rights."""

    generation: int
    grants: Grants
    unit_ids: tuple[int, ...]
    company: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInBrowser:
    """A browser in which somebody is signed in: who, for which unit, and how he likes to work."""

    actor: Actor
    session: int
    login: str
    chosen_unit: int | None
    seen_at: datetime
    unread: int
    unit: str
    company: str
    preferences: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Actors:
    """Finds out who acts; one for each application. It remembers rights until their generation changes."""

    database: Database
    _known: dict[tuple[int, int | None, str], Rights] = field(default_factory=dict)

    def of_token(self, secret: str, door: str, now: datetime) -> Actor:
        """Whoever a token speaks for, with those of his rights that its scopes name.

        Raises NotSignedIn if the token is unknown, expired or revoked, or its user not active.
        """
        wanted = {"hash": hash_token(secret), "today": now.date()}
        with self.database.reading() as connection:
            row = connection.execute(BY_TOKEN, wanted).one_or_none()
            if row is None:
                raise NotSignedIn(UNKNOWN_TOKEN, fix=MAKE_ONE)
            actor = replace(self._actor(connection, row, door), until=row.expires_on)
        if row.last_used_at is None or now - row.last_used_at >= USE_IS_NOTED_EVERY:
            self._note_use(row.token, now)
        return actor

    def of_session(self, connection: Connection, secret: str, now: datetime) -> SignedInBrowser:
        """Whoever is signed in with a browser; raises NotSignedIn if its session is unknown or over."""
        wanted = {"hash": hash_token(secret), "now": now, "idle": now - IDLE}
        row = connection.execute(BY_SESSION, wanted).one_or_none()
        if row is None:
            raise NotSignedIn(SESSION_OVER, fix=SIGN_IN)
        return SignedInBrowser(
            actor=self._actor(connection, row, "web"),
            session=row.session,
            login=row.login,
            chosen_unit=row.chosen_unit,
            seen_at=row.seen_at,
            unread=row.unread,
            unit=row.unit_name or "",
            company=self._rights(connection, row).company.get(COMPANY) or "",
            preferences=_preferences(connection, row.id),
        )

    def of_user(self, user: int | str, door: str, scopes: str = "") -> Actor:
        """A user by id or login, limited to `scopes` like a token; raises NotSignedIn if he is not active."""
        id, login = (user, None) if isinstance(user, int) else (None, user)
        with self.database.reading() as connection:
            row = connection.execute(BY_USER, {"id": id, "login": login, "scopes": scopes}).one_or_none()
            if row is None:
                raise NotSignedIn(NOT_ACTIVE.fill(user=user))
            return self._actor(connection, row, door)

    def _actor(self, connection: Connection, row: Row[Any], door: str) -> Actor:
        rights = self._rights(connection, row)
        company = rights.company
        return Actor(
            user_id=row.id,
            name=row.name,
            door=door,
            unit_id=row.unit_id,
            unit_ids=rights.unit_ids,
            grants=rights.grants,
            locale=locale_of(row.language or company.get(LANGUAGE)),
            time_zone=row.time_zone or row.unit_time_zone or company.get(TIME_ZONE) or "UTC",
            country=row.unit_country or company.get(COUNTRY) or "",
            scopes=row.scopes or "",
        )

    def _rights(self, connection: Connection, row: Row[Any]) -> Rights:
        """Remembered, or read anew. What is read may be newer than its generation, never older."""
        key = row.id, row.unit_id, row.scopes or ""
        known = self._known.get(key)
        if known is None or known.generation != row.generation:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            known = self._known[key] = _read_rights(connection, row)
        return known

    def _note_use(self, token: int, now: datetime) -> None:
        """Write down when a token was last used; no change of a record, so neither version nor journal."""
        with self.database.writing() as connection:
            connection.execute(update(Token).where(Token.id == token).values(last_used_at=now))


def _read_rights(connection: Connection, row: Row[Any]) -> Rights:
    facts = connection.execute(FACTS, {"user": row.id, "unit": row.unit_id}).all()
    grants = Grants((fact.text, fact.value) for fact in facts if fact.kind == "grant")
    scopes = (row.scopes or "").split()
    return Rights(
        generation=row.generation,
        grants=grants.limited_to(scopes) if scopes else grants,
        unit_ids=tuple(fact.number for fact in facts if fact.kind == "unit"),
        company={fact.text: json.loads(fact.value) for fact in facts if fact.kind == "setting"},
    )


def _preferences(connection: Connection, user: int) -> dict[str, Any]:
    found = connection.execute(PREFERENCES, {"user": user})
    return {row.name: row.value for row in found}


def _identity(*columns: Any, working_for: Any = User.unit_id, start: Any = User) -> Select[Any]:
    """Active users with the generation of rights, beside further columns."""
    generation = select(State.value).where(State.name == RIGHTS).scalar_subquery()
    own = (User.id, User.name, working_for.label("unit_id"), User.language, User.time_zone)
    unit = (Unit.country.label("unit_country"), Unit.time_zone.label("unit_time_zone"))
    return (
        select(*own, generation.label("generation"), *unit, *columns)
        .select_from(start)
        .outerjoin(Unit, Unit.id == working_for)
        .where(User.active.is_(True), User.deleted_at.is_(None))
    )


def _by_token() -> Select[Any]:
    today = bindparam("today", type_=Date)
    return (
        _identity(Token.id.label("token"), Token.scopes, Token.last_used_at, Token.expires_on)
        .join(Token, Token.user_id == User.id)
        .join(TokenSecret, TokenSecret.token_id == Token.id)
        .where(TokenSecret.hash == bindparam("hash", type_=String))
        .where(Token.revoked_at.is_(None), Token.deleted_at.is_(None))
        .where(or_(Token.expires_on.is_(None), Token.expires_on >= today))
    )


def _by_session() -> Select[Any]:
    """Active users by a session that is not over, who were seen since the moment `idle`."""
    unread = (
        select(func.count())
        .where(Notification.user_id == User.id, Notification.read_at.is_(None))
        .correlate(User)
        .scalar_subquery()
    )
    columns = (
        *(User.login, literal("", String).label("scopes"), unread.label("unread")),
        Unit.name.label("unit_name"),
        *(UserSession.id.label("session"), UserSession.unit_id.label("chosen_unit"), UserSession.seen_at),
    )
    now, idle = bindparam("now", type_=Moment), bindparam("idle", type_=Moment)
    joined = join(User, UserSession, UserSession.user_id == User.id)
    return (
        _identity(*columns, working_for=func.coalesce(UserSession.unit_id, User.unit_id), start=joined)
        .where(UserSession.hash == bindparam("hash", type_=String))
        .where(UserSession.expires_at > now, UserSession.seen_at > idle)
    )


def _facts() -> Any:
    """In one statement: what roles grant, the branch of the tree of units, the company's settings."""
    user, unit = bindparam("user", type_=Identifier), bindparam("unit", type_=Identifier)
    granted = (
        _fact("grant", RoleGrant.permission, RoleGrant.reach)
        .join(Role, Role.id == RoleGrant.role_id)
        .join(UserRole, UserRole.role_id == Role.id)
        .where(UserRole.user_id == user, Role.deleted_at.is_(None))
    )
    top = select(Unit.id).where(Unit.id == unit, Unit.deleted_at.is_(None)).cte("branch", recursive=True)
    branch = top.union(select(Unit.id).join(top, Unit.parent_id == top.c.id).where(Unit.deleted_at.is_(None)))
    settings = _fact("setting", StoredSetting.name, type_coerce(StoredSetting.value, String))
    wanted = StoredSetting.name.in_((LANGUAGE, TIME_ZONE, COUNTRY, COMPANY))
    empty = literal("", String)
    return union_all(granted, _fact("unit", empty, empty, branch.c.id), settings.where(wanted))


def _fact(kind: str, text: Any, value: Any, number: Any = None) -> Select[Any]:
    columns = text.label("text"), value.label("value")
    count = literal(0, Integer) if number is None else number
    return select(literal(kind, String).label("kind"), *columns, count.label("number"))


# Made once: making a statement costs more than running it.
BY_TOKEN = _by_token()
BY_USER = _identity(bindparam("scopes", type_=String).label("scopes")).where(
    or_(User.id == bindparam("id", type_=Identifier), User.login == bindparam("login", type_=String))
)
FACTS = _facts()
BY_SESSION = _by_session()
PREFERENCES = select(Preference.name, Preference.value).where(
    Preference.user_id == bindparam("user", type_=Identifier)
)
