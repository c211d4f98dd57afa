"""Customers: companies and persons, each one record for the whole company."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from core.contracts.base import Record, only_where
from core.contracts.fields import (
    choice,
    country,
    currency,
    day,
    email,
    flag,
    language,
    long_text,
    money,
    phone,
    reference,
    text,
    time_zone,
    url,
)
from core.data.models.unit import Unit
from core.data.models.user import User
from core.labels import translations

_ = translations("core")

CUSTOMER_KINDS = {"company": _("Company"), "person": _("Person")}


class Customer(Record):
    """A company or a person. One that is served at several places is one record with several sites."""

    __tablename__ = "core_customer"

    kind: Mapped[str] = choice(
        _("Kind"), CUSTOMER_KINDS, required=True, default="company",
        aliases=("customer type", "type", "客户类型", "客戶類型"),
    )  # fmt: skip
    number: Mapped[str] = text(
        _("Number"), max_length=40, unique=True, sortable=True, search=True,
        help=_("Given by the system when left out."),
        aliases=("customer number", "customer id", "customerID", "account number", "symbol", "客户编号",
                 "客戶編號", "客户代码", "客戶代碼", "编号", "編號"),
    )  # fmt: skip
    name: Mapped[str | None] = text(
        _("Name"), sortable=True, sort_key=True, search=True,
        help=_("A company's usual name; a person's is made from family and given name when left out."),
        aliases=("company", "companyName", "company name", "customer", "customer name", "full name", "公司",
                 "公司名称", "公司名稱", "客户", "客戶", "客户名称", "客戶名稱", "名称", "名稱", "姓名"),
    )  # fmt: skip
    legal_name: Mapped[str | None] = text(
        _("Legal name"),
        search=True,
        aliases=("registered name", "法定名称", "法定名稱", "注册名称", "註冊名稱"),
    )
    family_name: Mapped[str | None] = text(
        _("Family name"), max_length=100, aliases=("last name", "surname", "姓", "姓氏")
    )
    given_name: Mapped[str | None] = text(
        _("Given name"), max_length=100, aliases=("first name", "forename", "名", "名字")
    )
    birthday: Mapped[date | None] = day(
        _("Birthday"), aliases=("date of birth", "birth date", "生日", "出生日期")
    )
    owner_id: Mapped[int | None] = reference(
        User,
        _("Owner"),
        aliases=("salesperson", "account manager", "responsible", "负责人", "負責人", "业务员"),
    )
    unit_id: Mapped[int | None] = reference(
        Unit, _("Unit"), aliases=("branch", "store", "department", "门店", "門店", "分公司", "部门", "部門")
    )
    parent_id: Mapped[int | None] = reference(
        "core_customer", _("Parent customer"), tree=True,
        aliases=("parent company", "group", "母公司", "上级客户", "上級客戶"),
    )  # fmt: skip
    email: Mapped[str | None] = email(
        _("E-mail"), search=True, aliases=("mail", "email address", "邮箱", "郵箱", "电子邮件", "電子郵件")
    )
    phone: Mapped[str | None] = phone(
        _("Telephone"), search=True,
        aliases=("phone number", "tel", "mobile", "电话", "電話", "联系电话", "聯繫電話", "手机", "手機"),
    )  # fmt: skip
    website: Mapped[str | None] = url(
        _("Web site"), aliases=("homepage", "homePage", "web", "网站", "網站", "网址")
    )
    tax_id: Mapped[str | None] = text(
        _("Tax id"), max_length=40, sensitive="identity", search=True,
        aliases=("VAT number", "tax number", "税号", "稅號", "统一社会信用代码", "統一社會信用代碼"),
    )  # fmt: skip
    industry: Mapped[str | None] = text(
        _("Industry"), max_length=100, aliases=("branch of industry", "行业", "行業")
    )
    source: Mapped[str | None] = text(
        _("Source"), max_length=100, help=_("How we met: web, referral, exhibition."),
        aliases=("lead source", "来源", "來源", "客户来源", "客戶來源"),
    )  # fmt: skip
    street: Mapped[str | None] = text(
        _("Street"),
        aliases=("address", "street address", "address line 1", "地址", "街道", "详细地址", "詳細地址"),
    )
    city: Mapped[str | None] = text(_("City"), max_length=100, sortable=True, aliases=("town", "城市", "市"))
    region: Mapped[str | None] = text(
        _("Region"),
        max_length=100,
        aliases=("state", "province", "county", "省", "省份", "地区", "地區", "州"),
    )
    postal_code: Mapped[str | None] = text(
        _("Postal code"), max_length=20, aliases=("postalCode", "zip", "zip code", "postcode", "邮编", "郵編")
    )
    country: Mapped[str | None] = country(
        _("Country"), sortable=True, aliases=("country code", "nation", "国家", "國家", "国别", "國別")
    )
    language: Mapped[str | None] = language(_("Language"), aliases=("语言", "語言"))
    currency: Mapped[str | None] = currency(_("Currency"), aliases=("货币", "貨幣", "币种", "幣種"))
    time_zone: Mapped[str | None] = time_zone(_("Time zone"), aliases=("timezone", "时区", "時區"))
    do_not_contact: Mapped[bool] = flag(
        _("Do not contact"), aliases=("no contact", "opt out", "请勿联系", "請勿聯繫")
    )
    annual_revenue: Mapped[Decimal | None] = money(
        _("Annual revenue"), aliases=("revenue", "turnover", "年收入", "年营业额", "年營業額")
    )
    credit_limit: Mapped[Decimal | None] = money(_("Credit limit"), aliases=("信用额度", "信用額度"))
    notes: Mapped[str | None] = long_text(_("Notes"), aliases=("remarks", "comments", "备注", "備註"))


Index(
    "ix_core_customer_updated_at",
    Customer.updated_at,
    Customer.id,
    **only_where(Customer.deleted_at.is_(None)),
)
