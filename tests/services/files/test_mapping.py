"""Headings find their fields, in English and Chinese, and never two the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from core.services.files.heading_words import GROUP_WORDS, ImportField, normalised
from core.services.files.mapping import ColumnMapping, guess_mapping, parse_map

CUSTOMER = GROUP_WORDS["customers"]
CONTACT = GROUP_WORDS["contacts"]
FIELDS = (
    ImportField("number", ("Number", "编号"), ("customer id", "symbol", "客户编号"), CUSTOMER),
    ImportField(
        "name", ("Name", "名称"), ("company", "company name", "公司名称", "客户名称", "姓名"), CUSTOMER
    ),
    ImportField("phone", ("Telephone", "电话"), ("mobile", "手机"), CUSTOMER, "phone"),
    ImportField("email", ("E-mail", "邮箱"), ("mail",), CUSTOMER, "email"),
    ImportField("street", ("Street", "街道"), ("address", "地址"), CUSTOMER),
    ImportField("city", ("City", "城市"), (), CUSTOMER),
    ImportField("postal_code", ("Postal code", "邮政编码"), ("zip", "邮编"), CUSTOMER),
    ImportField("country", ("Country", "国家"), (), CUSTOMER),
    ImportField("industry", ("Industry", "行业"), (), CUSTOMER),
    ImportField("contacts.name", ("Name", "姓名"), ("contact", "联系人"), CONTACT),
    ImportField("contacts.job_title", ("Job title", "职务"), ("title", "position"), CONTACT),
    ImportField("contacts.mobile", ("Mobile", "手机"), (), CONTACT, "phone"),
    ImportField("contacts.phone", ("Telephone", "电话"), (), CONTACT, "phone"),
)


def paths(headings: str) -> list[str | None]:
    return [column.path for column in guess_mapping(headings.split(","), FIELDS).columns]


def test_the_northwind_headings_are_understood() -> None:
    headings = "customerID,companyName,contactName,contactTitle,address,city,postalCode,country,phone,fax"
    assert paths(headings) == [
        *("number", "name", "contacts.name", "contacts.job_title", "street", "city"),
        *("postal_code", "country", "phone", None),
    ]


def test_the_headings_of_the_exchange_are_understood() -> None:
    assert paths("Symbol,Name,LastSale,industry,Summary Quote,") == [
        *("number", "name", None, "industry", None, None)
    ]


def test_chinese_headings_are_understood() -> None:
    assert paths("公司名称,联系人,职务,手机,电话,邮箱,地址,城市,国家,邮编,传真") == [
        *("name", "contacts.name", "contacts.job_title", "contacts.mobile", "phone", "email"),
        *("street", "city", "country", "postal_code", None),
    ]


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("COMPANY_NAME", "name"),
        ("companyName", "name"),
        (" Company-Name: ", "name"),
        ("Ｎａｍｅ", "name"),
        ("Phone (office)", "phone"),
        ("电话（必填）", "phone"),
        ("Country*", "country"),
        ("客户电话", "phone"),
        ("聯絡人姓名", "contacts.name"),
        ("联系人手机", "contacts.mobile"),
        ("contact.phone", "contacts.phone"),
        ("contacts.phone", "contacts.phone"),
        ("Compnay name", "name"),
        ("Industrry", "industry"),
        ("Tax", None),
        ("Cty", None),
        ("Job title", None),
        ("***", None),
    ],
)
def test_one_heading(heading: str, path: str | None) -> None:
    assert paths(heading) == [path]


def test_two_headings_never_fill_one_field() -> None:
    mapping = guess_mapping(["Phone", "Telephone", "Phone (2)", "Phone"], FIELDS)
    assert [column.path for column in mapping.columns] == ["phone", None, None, None]
    assert "already filled from 'Phone'" in mapping.columns[1].why
    assert "more than once" in mapping.columns[3].why


def test_a_better_match_wins_whatever_the_order() -> None:
    assert paths("手机,电话") == [None, "phone"]
    assert paths("Phone (office),Phone") == [None, "phone"]


def test_company_and_name_are_the_customer_and_the_contact() -> None:
    assert paths("Company,Name,Title") == ["name", "contacts.name", "contacts.job_title"]
    assert paths("Name,Company") == ["contacts.name", "name"]
    assert paths("Name,City") == ["name", "city"]


def test_what_was_said_is_not_overruled() -> None:
    headings = ["companyName", "Name", "X"]
    said = parse_map(["companyname=", "X=name"], headings, FIELDS)
    mapping = guess_mapping(headings, FIELDS, said)
    assert mapping.indexes == {"name": 2, "contacts.name": 1}
    assert [column.heading for column in mapping.left_out] == ["companyName"]


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (
            "compnyName=name",
            "Did you mean 'companyName'.* no heading 'compnyName'",
        ),
        ("companyName=nmae", "Did you mean 'name'"),
        ("companyName=xyz", "There are: number, name"),
        ("companyName", "not of the form heading=field"),
        ("=name", "not of the form heading=field"),
        ("twice=name", "occurs more than once"),
    ],
)
def test_a_wrong_choice_is_explained(choice: str, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        parse_map([choice], ["companyName", "", "twice", "twice"], FIELDS)


def test_one_field_cannot_be_said_twice() -> None:
    with pytest.raises(Invalid, match="from both 'a' and 'b=c'"):
        parse_map(["a=name", "b=c=name"], ["a", "b=c"], FIELDS)


def test_reasons_say_why() -> None:
    mapping = guess_mapping(["symbol", "x", "", "Phone"], FIELDS)
    assert [str(column.why) for column in mapping.columns] == [
        "The heading is another name of the field.",
        "No field has this name.",
        "The column has no heading.",
        "The heading is the field's name.",
    ]


WORDS = st.sampled_from(
    ["Name", "company", "Phone", "手机", "电话", "姓名", "Contact", "title", "mobile", "", "x"]
)


@given(st.lists(WORDS | st.text(max_size=10), max_size=12))
def test_whatever_the_headings_the_mapping_is_sound(headings: list[str]) -> None:
    mapping = guess_mapping(headings, FIELDS)
    filled = [column.path for column in mapping.columns if column.path]
    assert len(filled) == len(set(filled)) == len(mapping.indexes)
    assert [column.heading for column in mapping.columns] == headings
    assert all(column.why for column in mapping.columns)
    assert isinstance(mapping, ColumnMapping)


def test_case_width_signs_and_traditional_characters_are_no_difference() -> None:
    assert normalised("Company_Name") == normalised("companyName") == normalised("ＣＯＭＰＡＮＹ　ｎａｍｅ")
    assert normalised("聯繫電話") == normalised("联系电话")
