"""What an extension may not be: refused at start, with the plugin's name and the reason."""

from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy.orm import Mapped

from core.app import build
from core.config import Settings
from core.errors import PluginFault
from core.plugin_api import (
    Contact,
    Customer,
    Extension,
    Extra,
    Unit,
    View,
    extends,
    hookimpl,
    money,
    reference,
    text,
    translations,
)
from core.services.work import App
from tests.extensions.guild import Member
from tests.extensions.watt import ACCOUNT

_ = translations("odd")
TITLE = _("Bad")


class Plain(Extra):
    """A good one, of the plugin `bad`."""

    __tablename__ = "odd_plain"

    id: Mapped[int] = extends(Customer)
    word: Mapped[str | None] = text("Word")


class Penniless(Extra):
    """An amount without a currency of its own."""

    __tablename__ = "odd_penniless"

    id: Mapped[int] = extends(Customer)
    amount: Mapped[Any | None] = money("Amount")


class Tree(Extra):
    """A tree beside records."""

    __tablename__ = "odd_tree"

    id: Mapped[int] = extends(Customer)
    above_id: Mapped[int | None] = reference(Customer, "Above", tree=True)


class Astray(Extra):
    """A reference to what is no record."""

    __tablename__ = "odd_astray"

    id: Mapped[int] = extends(Customer)
    row_id: Mapped[int | None] = reference("core_import", "Row")


class Reserved(Extra):
    """A field that the system has."""

    __tablename__ = "odd_reserved"

    id: Mapped[int] = extends(Customer)
    version: Mapped[str | None] = text("Version")


def extension(model: type[Any] = Plain, of: type[Any] = Customer, **options: Any) -> Extension:
    return Extension(of=of, model=model, title=TITLE, **options)


def view(**options: Any) -> View:
    return View(name="wrong", title=TITLE, **options)


class Bad:
    """A plugin that declares what it is given."""

    def __init__(self, *declared: Extension) -> None:
        self.declared = declared

    @hookimpl()
    def extensions(self) -> Iterable[Extension]:
        return self.declared


BAD: dict[str, tuple[str, tuple[Extension, ...], str]] = {
    "of a unit": ("odd", (extension(of=Unit),), "Unit cannot be extended"),
    "of another record": ("odd", (extension(of=Contact),), "extends(core_contact)"),
    "of no extra": ("odd", (extension(Customer),), "Customer is no Extra"),
    "two": ("odd", (extension(), extension()), "more than one extension of Customers"),
    "another's table": ("odd", (extension(Member),), "guild_member must be called odd_something"),
    "named like a field": ("owner", (extension(),), "something called owner"),
    "named like lines": ("phones", (extension(),), "something called phones"),
    "unknown sort": ("odd", (extension(sorts=("nope",)),), "no field nope"),
    "sort without index": ("odd", (extension(sorts=("word",)),), "not declared with sortable=True"),
    "unknown filter": ("odd", (extension(filters=("id",)),), "no field id"),
    "amount without currency": ("odd", (extension(Penniless),), "names its currency in the field currency"),
    "tree": ("odd", (extension(Tree),), "cannot make a tree"),
    "no record": ("odd", (extension(Astray),), "core_import, which holds no kind of records"),
    "view of nothing": ("odd", (extension(views=(view(columns=("nope",)),)),), "nope in the view wrong"),
    "view in no order": ("odd", (extension(views=(view(sort="-phone"),)),), "sorted by phone"),
    "view of others": (
        "odd",
        (extension(views=(view(where={"or": [{"not": {"field": "odd.nope", "op": "empty"}}]}),)),),
        "odd.nope in the view wrong",
    ),
    "reserved": ("odd", (extension(Reserved),), "version cannot be the name"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_odd_declaration_is_refused_with_the_reason(settings: Settings, case: str) -> None:
    owner, declared, reason = BAD[case]
    with pytest.raises(PluginFault) as refused:
        build(settings, {owner: Bad(*declared)})
    assert refused.value.plugin == owner
    assert reason in str(refused.value.why)


def test_a_model_without_the_record_s_id_is_no_extension() -> None:
    with pytest.raises(Exception, match="primary key"):
        type("Headless", (Extra,), {"__tablename__": "odd_headless", "__annotations__": {}})


def test_a_record_type_simply_has_the_fields(app: App) -> None:
    customers = app.registry.type_of("customers")
    assert customers.fields["watt.meter"].extension == "watt"
    assert customers.attribute("watt.meter") is ACCOUNT.model.meter  # type: ignore[attr-defined]
    assert {"watt.load", "guild.points"} < customers.sorts.keys()
    assert "watt.id" not in {field.name for field in customers.public}
    assert not app.registry.type_of("users").extensions
