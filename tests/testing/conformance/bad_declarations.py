"""Plugins whose declarations are wrong."""

from tests.testing.conformance.bad import Bad
from tests.testing.conformance.writing import MODELS, PLUGIN, RESOURCES


def hook(code: str) -> dict[str, str]:
    """One more thing among the hooks."""
    return {"plugin.py": f"{PLUGIN}\n\n@hookimpl\n{code}"}


def field(code: str, more: str = "") -> dict[str, str]:
    """One more field of the members."""
    names = "import *\nfrom sqlalchemy import ForeignKey, Index\nfrom sqlalchemy.orm import "
    names += "mapped_column, relationship"
    models = MODELS.replace("import Customer, Record, reference, text, translations", names)
    return {"models.py": f"{models}    {code}\n{more}"}


def resource(before: str, after: str) -> dict[str, str]:
    """Another resource."""
    return {"resources.py": RESOURCES.replace(before, after)}


def command(code: str, target: str = "cli:talk") -> dict[str, str]:
    """A command."""
    return hook(
        "def cli_commands() -> Iterable[CommandGroup]:\n"
        f'    return [CommandGroup(name="talk", help=_("Talk"), target=f"{{__package__}}.{target}")]'
    ) | {"cli.py": f"import click\n\n{code}"}


TALK = '@click.command()\n@click.option("--loud")\ndef talk(loud: bool) -> None:\n    """Talk."""'
SETTING = '    return [Setting(name="days", field=integer(_("Days")))]'
BAD = (
    Bad(
        "catalogues-are-compiled",
        "club.po was changed",
        {"locale/zh_Hans/LC_MESSAGES/club.po": 'msgid "Name"\nmsgstr "名称"'},
        where="club/locale/zh_Hans/LC_MESSAGES/club.po:1",
    ),
    Bad("hooks-are-annotated", "does not annotate return", hook("def demo_data():\n    return []")),
    Bad("hooks-are-annotated", "annotates work as int", hook("def plugin_enabled(work: int) -> None: ...")),
    Bad(
        "hooks-are-annotated",
        "annotates return as list[Setting]",
        hook("def demo_data() -> list[Setting]:\n    return []"),
    ),
    Bad("hooks-are-known", "resorces", hook("def resorces() -> None: ...")),
    Bad("hooks-are-known", "argument foo", hook("def record_created(foo: int) -> None: ...")),
    Bad("hooks-are-known", "not marked", {"plugin.py": PLUGIN + "\ndef settings():\n    return []"}),
    Bad("can-be-started", "list of str", hook('def demo_data() -> Iterable[DemoData]:\n    return ["x"]')),
    Bad("can-be-started", "int where", hook("def demo_data() -> Iterable[DemoData]:\n    return 7")),
    Bad("can-be-started", "KeyError", hook("def demo_data() -> Iterable[DemoData]:\n    raise KeyError(1)")),
    Bad(
        "indexes-are-named-after-their-table",
        "The index by_name of club_member",
        field('more: Mapped[str | None] = text(_("More"))', 'Index("by_name", Member.more)'),
        where="club/models.py",
    ),
    Bad(
        "foreign-keys-stay-in-bounds",
        "club_member.more points at core_customer.number, which is no primary key",
        field('more: Mapped[str | None] = mapped_column(ForeignKey("core_customer.number"))'),
    ),
    Bad(
        "foreign-keys-stay-in-bounds",
        "points at nowhere_thing.id, whose plugin it does not require",
        field('more_id: Mapped[int | None] = mapped_column(ForeignKey("nowhere_thing.id"))'),
    ),
    Bad(
        "relationships-go-one-way",
        "Customer gets the relationship members",
        field('customer = relationship(Customer, backref="members")'),
    ),
    Bad(
        "activity-types-are-named-after-the-plugin",
        "The activity type trip",
        hook(
            "def activity_types() -> Iterable[ActivityType]:\n"
            '    return [ActivityType(name="trip", title=_("Trip"))]'
        ),
    ),
    Bad("can-be-started", "setting days", hook(f"def settings() -> Iterable[Setting]:\n{SETTING}")),
    Bad("can-be-started", "'My Members'", resource('name="members"', 'name="My Members"')),
    Bad("can-be-started", "'club.members.wave'", resource("club.members.greet", "club.members.wave")),
    Bad("can-be-started", "the action create", resource('name="greet"', 'name="create"')),
    Bad(
        "permissions-are-used",
        "club.members.greet is declared but never required",
        resource('permission="club.members.greet"', 'permission="club.members.edit"'),
    ),
    Bad(
        "role-templates-grant-what-exists",
        "grants 'club.members.sing'",
        hook(
            "def role_templates() -> Iterable[RoleTemplate]:\n"
            '    return [RoleTemplate(name="a", title=_("A"), grants={"club.members.sing": "all"})]'
        ),
    ),
    Bad(
        "additions-to-roles-find-their-role",
        "Nobody declares the role baker",
        hook(
            "def role_templates() -> Iterable[RoleTemplate]:\n"
            '    return [RoleTemplate(name="baker", grants={"club.members.view": "all"})]'
        ),
    ),
    Bad(
        "personal-data-are-declared",
        "tax_id (Tax)",
        field('tax_id: Mapped[str | None] = text(_("Tax"))'),
        where="club/models.py:",
    ),
    Bad("personal-data-are-declared", "mobile", field('mobile: Mapped[str | None] = text(_("M"))')),
    Bad(
        "personal-data-are-declared", "mail", field('mail: Mapped[str | None] = email(_("M"), sensitive="")')
    ),
    Bad("texts-are-marked", "'Members' cannot be translated", resource('_("Members")', '"Members"')),
    Bad("texts-are-marked", "'Shirt'", field('shirt: Mapped[str | None] = text("Shirt")')),
    Bad(
        "texts-are-translated", "no translation into zh_Hans", {"locale/readme": ""}, where="club/models.py:"
    ),
    Bad("commands-can-be-run", "is no Click command", command("talk = 3")),
    Bad("commands-can-be-run", "is no Click command", command("", "cli:nothing")),
    Bad(
        "commands-can-be-run",
        "not in its own code",
        hook(
            "def cli_commands() -> Iterable[CommandGroup]:\n"
            '    return [CommandGroup(name="talk", help=_("Talk"), target="json:loads")]'
        ),
    ),
    Bad("commands-are-explained", "no example", command(TALK), where="club/cli.py:"),
    Bad("commands-are-explained", "does not explain --loud", command(TALK)),
    Bad("commands-are-explained", "has no help", command(TALK.replace('"""Talk."""', "..."))),
)
