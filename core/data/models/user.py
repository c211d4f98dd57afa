"""People who work with Guanxi."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from core.contracts.base import Child, Record
from core.contracts.fields import email, flag, language, parent, reference, text, time_zone
from core.data.models.role import Role
from core.data.models.unit import Unit
from core.labels import translations

_ = translations("core")


class User(Record):
    """A person who may sign in, own customers and be responsible for activities."""

    __tablename__ = "core_user"

    login: Mapped[str] = text(
        _("Login"), max_length=64, required=True, unique=True, sortable=True, search=True,
        aliases=("登录名", "登入名", "用户名", "用戶名"),
    )  # fmt: skip
    name: Mapped[str] = text(
        _("Name"), required=True, sortable=True, sort_key=True, search=True, aliases=("姓名",)
    )
    email: Mapped[str | None] = email(_("E-mail"), sensitive="", search=True, aliases=("邮箱", "郵箱"))
    unit_id: Mapped[int | None] = reference(Unit, _("Unit"), aliases=("部门", "部門"))
    language: Mapped[str | None] = language(_("Language"), aliases=("语言", "語言"))
    time_zone: Mapped[str | None] = time_zone(_("Time zone"), aliases=("时区", "時區"))
    active: Mapped[bool] = flag(
        _("Active"), default=True, help=_("Who is not active cannot sign in; his records stay as they are.")
    )


class UserRole(Child):
    """A role that a user has."""

    __tablename__ = "core_user_role"

    user_id: Mapped[int] = parent(User)
    role_id: Mapped[int] = reference(Role, _("Role"), required=True)
