"""The company's own tree: head office, branches, stores, workshops, departments."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from core.contracts.base import Record
from core.contracts.fields import choice, country, currency, email, phone, reference, text, time_zone
from core.labels import translations

_ = translations("core")

UNIT_KINDS = {
    "head_office": _("Head office"),
    "branch": _("Branch"),
    "store": _("Store"),
    "workshop": _("Workshop"),
    "department": _("Department"),
}


class Unit(Record):
    """A node of the tree; a right with the reach `unit` covers a node and all below it."""

    __tablename__ = "core_unit"

    code: Mapped[str] = text(
        _("Code"), max_length=32, required=True, unique=True, sortable=True, search=True,
        help=_("Short and unique, such as HQ or BJ-03."), aliases=("代码", "代碼", "编号", "編號"),
    )  # fmt: skip
    name: Mapped[str] = text(
        _("Name"), required=True, sortable=True, sort_key=True, search=True, aliases=("名称", "名稱")
    )
    kind: Mapped[str] = choice(
        _("Kind"), UNIT_KINDS, required=True, default="branch", aliases=("类型", "類型")
    )
    parent_id: Mapped[int | None] = reference(
        "core_unit", _("Above it"), tree=True, aliases=("上级单位", "上級單位")
    )
    country: Mapped[str | None] = country(_("Country"), aliases=("国家", "國家"))
    time_zone: Mapped[str | None] = time_zone(_("Time zone"), aliases=("时区", "時區"))
    currency: Mapped[str | None] = currency(_("Currency"), aliases=("货币", "貨幣"))
    phone: Mapped[str | None] = phone(_("Telephone"), sensitive="", aliases=("电话", "電話"))
    email: Mapped[str | None] = email(_("E-mail"), sensitive="", aliases=("邮箱", "郵箱"))
