"""The shell: what stands around every page, for whoever is signed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.contracts.work import Actor
from core.data.models import Unit
from core.host.record_types import RecordType
from core.host.translations import ENGLISH, SIMPLIFIED, TRADITIONAL
from core.labels import Translator, translations
from core.services.settings import VIEW, get
from core.web.cookies import ShownToast

if TYPE_CHECKING:
    from core.services.actors import SignedInBrowser
    from core.services.work import App, Work

_ = translations("core")

LANGUAGES: Mapping[str, tuple[str, str]] = {
    ENGLISH: ("en", "English"),
    SIMPLIFIED: ("zh-Hans", "简体中文"),
    TRADITIONAL: ("zh-Hant", "繁體中文"),
}
"""Locales with their tag in HTML and their own name."""

NAME = "Guanxi"
THEME, KEYS = "theme", "keys"
MOST_UNITS = 200
QUICK = "customers"
"""What the key `c` makes."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """An entry of a menu."""

    title: str
    href: str
    icon: str = "circle"
    key: str = ""
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    """Entries under a title."""

    title: str
    items: Sequence[Item]


@dataclass(frozen=True, kw_only=True)
class UnitChoice:
    """A unit to work for; the id is empty for all."""

    id: int | str
    name: str
    depth: int
    current: bool


@dataclass(frozen=True, kw_only=True)
class LanguageChoice:
    """A language to read in."""

    code: str
    name: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is signed in."""

    name: str
    login: str


@dataclass(frozen=True, kw_only=True)
class Shell:
    """Everything around a page; `keys` says whether single keys are shortcuts."""

    title: str
    user: Person
    unit: str
    units: Sequence[UnitChoice]
    navigation: Sequence[Group]
    create: Sequence[Item]
    unread: int
    theme: str
    lang: str
    languages: Sequence[LanguageChoice]
    keys: bool
    toasts: Sequence[ShownToast] = field(default_factory=tuple)


def make_shell(work: Work, browser: SignedInBrowser, path: str, toast: ShownToast | None) -> Shell:
    """The shell of the page at a path: one query."""
    actor, translate = browser.actor, work.translate
    units = units_of(work, browser)
    return Shell(
        title=browser.company or NAME,
        user=Person(name=actor.name, login=browser.login),
        unit=next((item.name for item in units if item.current), ""),
        units=units,
        navigation=navigation(work.app, actor, translate, path),
        create=list(creatable(work.app, actor, translate)),
        unread=browser.unread,
        theme=browser.preferences.get(THEME, ""),
        lang=LANGUAGES[actor.locale][0],
        languages=languages(actor.locale),
        keys=browser.preferences.get(KEYS, True),
        toasts=[toast] if toast else [],
    )


def languages(locale: str) -> list[LanguageChoice]:
    """The languages to choose from."""
    return [
        LanguageChoice(code=tag, name=name, current=key == locale) for key, (tag, name) in LANGUAGES.items()
    ]


def units_of(work: Work, browser: SignedInBrowser) -> list[UnitChoice]:
    """The units that the user may work for, as a tree; his whole reach comes first."""
    names = work.registry.type_of("units").attribute("name_key")
    statement = select(Unit.id, Unit.name, Unit.parent_id).order_by(names, Unit.id).limit(MOST_UNITS)
    rows = work.session.execute(statement).all()
    below: dict[int | None, list[Any]] = {}
    known = {row.id for row in rows}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    return list(_tree(below, None, 0, browser.actor.unit_id))


def _tree(
    below: Mapping[int | None, Any], parent: int | None, depth: int, own: int | None
) -> Iterator[UnitChoice]:
    for row in below.get(parent, ()):
        yield UnitChoice(id=row.id, name=row.name, depth=depth, current=row.id == own)
        yield from _tree(below, row.id, depth + 1, own)


def navigation(app: App, actor: Actor, translate: Translator, path: str) -> list[Group]:
    """The sidebar: what everybody has, the records of core, those of each plugin, what admins have."""
    groups = [
        Group(title="", items=[_item(translate(_("Today")), "/", "sun", "g t", path)]),
        Group(title=translate(_("Workspace")), items=_of_owner(app, actor, translate, path, "core", "main")),
        *_of_plugins(app, actor, translate, path),
        Group(
            title=translate(_("Administration")),
            items=[
                *_of_owner(app, actor, translate, path, "core", "administration"),
                *_settings(actor, translate, path),
            ],
        ),
    ]
    return [group for group in groups if group.items]


def _settings(actor: Actor, translate: Translator, path: str) -> Iterator[Item]:
    if actor.reach(VIEW):
        yield _item(translate(_("Settings")), "/settings", "settings", "g s", path)


def _of_plugins(app: App, actor: Actor, translate: Translator, path: str) -> Iterator[Group]:
    titles = {
        found.name: found.manifest.title if found.manifest else found.name for found in app.plugins.running
    }
    for owner, title in titles.items():
        menu = [
            _item(translate(item.title), item.path, item.icon, "", path)
            for item in app.registry.menu_items.get(owner, ())
            if actor.reach(item.permission)
        ]
        kinds = _of_owner(app, actor, translate, path, owner, "main")
        yield Group(title=translate(title), items=[*kinds, *menu])


def _of_owner(app: App, actor: Actor, translate: Translator, path: str, owner: str, place: str) -> list[Item]:
    return [
        _item(translate(kind.resource.title), address(kind), kind.resource.icon, kind.resource.shortcut, path)
        for kind in app.registry.types.values()
        if kind.resource.owner == owner
        and kind.resource.place == place
        and actor.reach(kind.resource.permission("view"))
    ]


def _item(title: str, href: str, icon: str, key: str, path: str) -> Item:
    current = path == href if href == "/" else path == href or path.startswith(f"{href}/")
    return Item(title=title, href=href, icon=icon, key=key, current=current)


def creatable(app: App, actor: Actor, translate: Translator) -> Iterator[Item]:
    """What can be made at once."""
    for kind in app.registry.types.values():
        resource = kind.resource
        if (
            resource.place == "main"
            and "create" in resource.verbs
            and actor.reach(resource.permission("create"))
        ):
            new = {
                "title": translate(resource.singular),
                "href": f"{address(kind)}/new",
                "icon": resource.icon,
            }
            yield Item(key="c" if kind.name == QUICK else "", **new)


def address(record_type: RecordType) -> str:
    """Where the list of a kind of records is: `/customers`, `/sales/opportunities`."""
    return f"/{record_type.resource.path}"


def name_of_company(app: App) -> str:
    """The company's name, for pages on which nobody is signed in."""
    with app.reading(app.system("web")) as work:
        return get(work, "core.company") or NAME
