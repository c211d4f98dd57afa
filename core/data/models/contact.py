"""Contacts: the people at a customer."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from core.contracts.base import Child, Record
from core.contracts.fields import (
    choices,
    day,
    email,
    flag,
    language,
    long_text,
    parent,
    phone,
    reference,
    text,
)
from core.data.models.customer import Customer
from core.labels import translations

_ = translations("core")

CONTACT_ROLES = {
    "decision_maker": _("Decision maker"),
    "buyer": _("Buyer"),
    "billing": _("Billing"),
    "technical": _("Technical"),
    "user": _("User of the product"),
    "other": _("Other"),
}


class Contact(Record):
    """A person at a customer. Exactly one contact of a customer is its main one."""

    __tablename__ = "core_contact"

    customer_id: Mapped[int] = reference(
        Customer, _("Customer"), on_delete="follow", required=True,
        aliases=("company", "customer number", "公司", "客户", "客戶", "客户编号", "客戶編號"),
    )  # fmt: skip
    name: Mapped[str | None] = text(
        _("Name"), sortable=True, sort_key=True, search=True,
        help=_("Made from family and given name when left out."),
        aliases=("contactName", "contact name", "contact", "full name", "联系人", "聯繫人", "姓名"),
    )  # fmt: skip
    family_name: Mapped[str | None] = text(
        _("Family name"), max_length=100, aliases=("last name", "surname", "姓", "姓氏")
    )
    given_name: Mapped[str | None] = text(
        _("Given name"), max_length=100, aliases=("first name", "forename", "名", "名字")
    )
    job_title: Mapped[str | None] = text(
        _("Job title"),
        aliases=("contactTitle", "contact title", "title", "position", "职务", "職務", "职位", "職位"),
    )
    department: Mapped[str | None] = text(_("Department"), max_length=100, aliases=("部门", "部門"))
    roles: Mapped[list[str]] = choices(_("Roles"), CONTACT_ROLES, aliases=("contact role", "角色"))
    main: Mapped[bool] = flag(
        _("Main contact"), aliases=("primary", "primary contact", "主要联系人", "主要聯繫人")
    )
    email: Mapped[str | None] = email(
        _("E-mail"), search=True, aliases=("mail", "email address", "邮箱", "郵箱", "电子邮件", "電子郵件")
    )
    # Before `phone`, which from then on is the column, no longer the helper.
    mobile: Mapped[str | None] = phone(
        _("Mobile"), search=True, aliases=("mobile phone", "cell", "cell phone", "手机", "手機")
    )
    phone: Mapped[str | None] = phone(
        _("Telephone"), search=True, aliases=("phone number", "tel", "电话", "電話", "联系电话", "聯繫電話")
    )
    birthday: Mapped[date | None] = day(_("Birthday"), aliases=("date of birth", "生日", "出生日期"))
    language: Mapped[str | None] = language(_("Language"), aliases=("语言", "語言"))
    do_not_contact: Mapped[bool] = flag(
        _("Do not contact"), aliases=("no contact", "opt out", "请勿联系", "請勿聯繫")
    )
    notes: Mapped[str | None] = long_text(_("Notes"), aliases=("remarks", "comments", "备注", "備註"))


class ContactPhone(Child):
    """A further telephone number."""

    __tablename__ = "core_contact_phone"

    contact_id: Mapped[int] = parent(Contact)
    label: Mapped[str | None] = text(_("Label"), max_length=60, help=_("Such as fax, office or home."))
    phone: Mapped[str] = phone(_("Telephone"), required=True, search=True)


class ContactEmail(Child):
    """A further e-mail address."""

    __tablename__ = "core_contact_email"

    contact_id: Mapped[int] = parent(Contact)
    label: Mapped[str | None] = text(_("Label"), max_length=60)
    email: Mapped[str] = email(_("E-mail"), required=True, search=True)
