"""Users as a resource."""

from __future__ import annotations

from core.builtin.role_actions import grant, revoke
from core.builtin.user_actions import disable, enable, reassign, set_password
from core.builtin.users import check_login, check_roles
from core.contracts.fields import reference, text
from core.contracts.resources import Action, Children, Reach, Resource
from core.data.models import Role, User, UserRole
from core.labels import translations

_ = translations("core")

users = Resource(
    User,
    name="users",
    title=_("Users"),
    singular=_("User"),
    key="login",
    columns=("login", "name", "unit", "email", "active"),
    filters=("unit", "active", "language"),
    sorts=("name", "login", "id"),
    default_sort="name",
    # A user belongs to himself: the reach `own` lets everybody change his own password.
    reach=Reach(owner="id", unit="unit_id"),
    children=(Children(model=UserRole, name="roles", title=_("Roles")),),
    checks=(check_login, check_roles),
    actions=(
        Action(
            name="disable",
            title=_("Disable"),
            permission="core.users.edit",
            run=disable,
            answers="mapping",
        ),
        Action(name="enable", title=_("Enable"), permission="core.users.edit", run=enable),
        Action(
            name="password",
            title=_("Set password"),
            permission="core.users.password",
            run=set_password,
            inputs={"password": text(_("Password"), max_length=200, required=True)},
        ),
        Action(
            name="reassign",
            title=_("Hand over to somebody else"),
            permission="core.users.edit",
            run=reassign,
            inputs={"to": reference(User, _("To"), required=True)},
            answers="mapping",
        ),
        Action(
            name="grant",
            title=_("Give a role"),
            permission="core.users.edit",
            run=grant,
            inputs={"role": reference(Role, _("Role"), required=True)},
        ),
        Action(
            name="revoke",
            title=_("Take a role away"),
            permission="core.users.edit",
            run=revoke,
            inputs={"role": reference(Role, _("Role"), required=True)},
        ),
    ),
    icon="user",
    place="administration",
)
