"""API tokens as a resource: made by an action, which answers the secret, and never changed afterwards."""

from __future__ import annotations

from core.builtin.tokens import create, revoke
from core.contracts.fields import day, reference, text
from core.contracts.resources import Action, Reach, Resource
from core.data.models import Token, User
from core.labels import translations

_ = translations("core")

tokens = Resource(
    Token,
    name="tokens",
    title=_("API tokens"),
    singular=_("API token"),
    columns=("name", "user", "scopes", "expires_on", "last_used_at", "revoked_at"),
    filters=("user", "expires_on"),
    sorts=("name", "id"),
    default_sort="name",
    reach=Reach(owner="user_id"),
    actions=(
        Action(
            name="create",
            title=_("Create"),
            permission="core.tokens.create",
            run=create,
            inputs={
                "name": text(_("Name"), required=True, help=_("What it is for.")),
                "user": reference(User, _("User"), help=_("Yourself when left out.")),
                "scopes": text(
                    _("Scopes"), max_length=2000, help=_("Permissions with a space between them.")
                ),
                "expires_on": day(_("Expires on")),
            },
            on="collection",
            answers="mapping",
            secret=True,
        ),
        Action(name="revoke", title=_("Revoke"), permission="core.tokens.edit", run=revoke),
    ),
    verbs=frozenset({"list", "read", "delete"}),
    icon="key",
    place="administration",
)
