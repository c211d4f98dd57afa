"""A plugin that keeps all rules, written into a folder, and what is to be different about it."""

import ast
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from jinja2 import Environment, TemplateSyntaxError

from core.host.discovery import Found, Places, find
from core.testing.messages import SIMPLIFIED, TRADITIONAL, catalogue_path, marked, templates_in

ROOT = Path(__file__).parents[3]

MANIFEST = """
name = "club"
title = "Club"
version = "1.0"
api = "1.0"
summary = "Members"
license = "MIT"
authors = ["Anna"]
"""

MODELS = """
from sqlalchemy.orm import Mapped
from core.plugin_api import Customer, Record, reference, text, translations

_ = translations("club")


class Member(Record):
    __tablename__ = "club_member"

    customer_id: Mapped[int] = reference(Customer, _("Customer"), required=True, on_delete="follow")
    name: Mapped[str] = text(_("Name"), required=True)
"""

RESOURCES = """
from core.plugin_api import Action, Extension, Resource, Sort, translations
from .models import Member

_ = translations("club")


def greet(work, id, inputs):
    return id


members = Resource(
    Member,
    name="members",
    title=_("Members"),
    singular=_("Member"),
    parent="customer",
    actions=(Action(name="greet", title=_("Greet"), permission="club.members.greet", run=greet),),
)
"""

PLUGIN = """
from collections.abc import Iterable, Sequence
from core.plugin_api import *
from . import resources as declared

_ = translations("club")


@hookimpl
def resources() -> Iterable[Resource]:
    return [declared.members]


@hookimpl
def permissions() -> Iterable[Permission]:
    return [Permission(name="club.members.greet", title=_("Greet members"))]
"""

FIRST = """
import sqlalchemy as sa
from alembic import op

revision = "club_0001_initial"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "club_member",
        sa.Column("id", ID, sa.Identity(), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("customer_id", ID, sa.ForeignKey("core_customer.id"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", ID),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_club_member_customer_id", "club_member", ["customer_id"])
    thrown = sa.text("deleted_at IS NOT NULL")
    where = {"sqlite_where": thrown, "postgresql_where": thrown}
    op.create_index("ix_club_member_deleted_at", "club_member", ["deleted_at", "id"], **where)


def downgrade():
    op.drop_table("club_member")
"""

GOOD: Mapping[str, str] = {
    "plugin.toml": MANIFEST,
    "README.md": "# Club",
    "__init__.py": "",
    "models.py": MODELS,
    "resources.py": RESOURCES,
    "plugin.py": PLUGIN,
    "migrations/club_0001_initial.py": FIRST,
}


def club(home: Path, files: Mapping[str, str], without: tuple[str, ...] = ()) -> tuple[Found, Places]:
    """The plugin in a home, with other files (beside it: `../other/plugin.py`) and without some."""
    for name, content in {**GOOD, **files}.items():
        path = (home / "club" / name).resolve()
        if name not in without:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    if not any(name.startswith("locale") for name in (*files, *without)):
        translate(home / "club")
    places = Places(ROOT, home, packages=False)
    found = find("club", places)
    assert found is not None
    return found, places


def is_python(path: Path) -> bool:
    """Whether a file can be read at all."""
    try:
        ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError):
        return False
    return True


def is_template(path: Path) -> bool:
    """Whether a template can be read."""
    try:
        Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    except TemplateSyntaxError:
        return False
    return True


def translate(folder: Path) -> None:
    """Catalogues of every text that can be read."""
    paths = [path for path in sorted(folder.glob("*.py")) if is_python(path)]
    paths += [path for path in templates_in(folder) if is_template(path)]
    for locale in (SIMPLIFIED, TRADITIONAL):
        catalogue = Catalog(locale=locale)
        for text, _path, _line in marked(paths):
            catalogue.add(text, f"译{text}")
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        path = catalogue_path(folder / "locale", "club", locale, ".mo")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(compiled.getvalue())
