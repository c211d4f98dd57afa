"""Roles of plugins are there once these are enabled; whoever administers them has the last word."""

from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy import select

from core.data.models import Role
from core.services import records
from core.services.plugins import enabling, planning
from core.services.role_templates import create_missing
from core.services.work import App
from core.testing.app import actor_with
from core.testing.home import Install, StartApp
from tests.services.plugins.conftest import Life

CODE = """
# /// guanxi-plugin
# title = "Bakers"
# version = "1.0"
# ///
from core.plugin_api import Permission, RoleTemplate, hookimpl, rights, translations

_ = translations("bakery")

@hookimpl()
def permissions():
    titles = {"bake": _("Bake"), "eat": _("Eat")}
    return [Permission(name=f"bakery.bread.{name}", title=titles[name]) for name in titles]

@hookimpl()
def role_templates():
    return [
        RoleTemplate(name="baker", title=_("Baker"), grants=rights(["bakery.bread"], ["bake", "eat"], "all")),
        RoleTemplate(name="salesperson", grants={"bakery.bread.eat": "own"}),
        RoleTemplate(name="manager", grants={"bakery.bread.eat": "unit"}),
        RoleTemplate(name="manager", grants={"bakery.bread.bake": "unit"}),
        RoleTemplate(name="clerk", grants={"bakery.bread.eat": "all"}),
    ]
"""


@pytest.fixture
def bakery(tmp_path: Path, install: Install, start_app: StartApp) -> App:
    """The usual roles are there, and the plugin is not enabled yet."""
    source = tmp_path / "elsewhere" / "bakery.py"
    source.parent.mkdir()
    source.write_text(dedent(CODE))
    install(source)
    app = start_app()
    with app.work(app.system()) as work:
        create_missing(work)
    return app


def grants(app: App, name: str) -> dict[str, str] | None:
    """What a role grants of the plugin's; None if there is no such role."""
    with app.reading(app.system()) as work:
        id = work.session.scalar(select(Role.id).where(Role.name == name))
        lines = records.read(work, "roles", id)["grants"] if id else []
    found = {line["permission"]: line["reach"] for line in lines if "bakery" in line["permission"]}
    return found if id else None


def test_enabling_makes_roles_and_adds_to_others(bakery: App, life: Life) -> None:
    assert grants(bakery, "salesperson") == {}
    app = life.enable("bakery")
    assert grants(app, "baker") == {"bakery.bread.bake": "all", "bakery.bread.eat": "all"}
    assert grants(app, "salesperson") == {"bakery.bread.eat": "own"}
    assert grants(app, "manager") == {"bakery.bread.eat": "unit", "bakery.bread.bake": "unit"}
    assert (grants(app, "clerk"), grants(app, "read_only")) == (None, {})


def test_what_was_changed_meanwhile_stays(bakery: App, life: Life) -> None:
    app = life.enable("bakery")
    with app.work(app.system()) as work:
        ids = {row.name: row.id for row in work.session.execute(select(Role.name, Role.id))}
        own = [{"permission": "bakery.bread.eat", "reach": "team"}]
        records.update(work, "roles", [records.Update(ids["baker"], {"grants": own})])
        records.update(work, "roles", [records.Update(ids["salesperson"], {"grants": own})])
    life.disable("bakery")
    app = life.enable("bakery")
    assert grants(app, "baker") == grants(app, "salesperson") == {"bakery.bread.eat": "team"}


def test_whoever_enables_it_needs_no_rights_of_its_own(bakery: App, life: Life) -> None:
    admin = actor_with({"core.plugins.manage": "all"})
    enabling.enable(bakery, admin, planning.plan_enabling(bakery, "bakery"))
    assert grants(life.start(), "baker") is not None


def test_a_new_installation_gets_both_at_once(bakery: App, life: Life) -> None:
    app = life.enable("bakery")
    templates = {item.name: item.grants for item in app.registry.role_templates}
    assert templates["salesperson"]["bakery.bread.eat"] == "own"
    assert "core.customers.view" in templates["salesperson"]
    assert "clerk" not in templates
