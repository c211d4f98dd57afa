"""The shell: what stands around every page, for whoever is signed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from core.contracts.work import Actor
from core.host.record_types import RecordType
from core.host.translations import ENGLISH, SIMPLIFIED, TRADITIONAL
from core.labels import Translator, translations
from core.services.settings import VIEW, get
from core.web.cookies import ShownToast

if TYPE_CHECKING:
    from core.services.actors import SignedInBrowser
    from core.services.work import App

_ = translations("core")

LANGUAGES: Mapping[str, tuple[str, str]] = {
    ENGLISH: ("en", "English"),
    SIMPLIFIED: ("zh-Hans", "简体中文"),
    TRADITIONAL: ("zh-Hant", "繁體中文"),
}
"""Locales with their tag in HTML and their own name."""

NAME = "Guanxi"
THEME, KEYS = "theme", "keys"
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
    items: tuple[Item, ...]


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
    """Everything around a page; `keys` says whether single keys are shortcuts.

    Equal shells look the same, so what is made of one is made once: its parts are tuples.
    """

    title: str
    user: Person
    unit: str
    has_units: bool
    navigation: tuple[Group, ...]
    create: tuple[Item, ...]
    unread: int
    theme: str
    lang: str
    languages: tuple[LanguageChoice, ...]
    keys: bool
    toasts: Sequence[ShownToast] = field(default=(), compare=False)


def make_shell(app: App, browser: SignedInBrowser, path: str, toast: ShownToast | None) -> Shell:
    """The shell of the page at a path: no query."""
    actor, menu = browser.actor, Menu(app, browser.actor, path)
    return Shell(
        title=browser.company or NAME,
        user=Person(name=actor.name, login=browser.login),
        unit=browser.unit,
        has_units=len(actor.unit_ids) > 1 or browser.chosen_unit is not None or may_switch(actor),
        navigation=menu.groups(),
        create=tuple(menu.creatable()),
        unread=browser.unread,
        theme=browser.preferences.get(THEME, ""),
        lang=LANGUAGES[actor.locale][0],
        languages=languages(actor.locale),
        keys=browser.preferences.get(KEYS, True),
        toasts=(toast,) if toast else (),
    )


def may_switch(actor: Actor) -> bool:
    """Whether somebody may work for any unit of the company."""
    return actor.reach("core.units.edit") == "all"


def languages(locale: str) -> tuple[LanguageChoice, ...]:
    """The languages to choose from."""
    return tuple(
        LanguageChoice(code=tag, name=name, current=key == locale) for key, (tag, name) in LANGUAGES.items()
    )


@dataclass(frozen=True)
class Menu:
    """What somebody can go to from everywhere; `path` is where he is."""

    app: App
    actor: Actor
    path: str

    @cached_property
    def translate(self) -> Translator:
        """Into the language of whoever reads it."""
        return self.app.catalogues.translator(self.actor.locale)

    def groups(self) -> tuple[Group, ...]:
        """The sidebar: what everybody has, the records of core, those of each plugin, what admins have."""
        owners = ("core", *(found.name for found in self.app.plugins.running))
        administered = (item for owner in owners for item in self._kinds(owner, "administration"))
        administration = (*administered, *self._settings())
        groups = [
            Group(title="", items=(self._item(_("Today"), "/", "sun", "g t"),)),
            Group(title=self.translate(_("Workspace")), items=tuple(self._kinds("core", "main"))),
            *self._of_plugins(),
            Group(title=self.translate(_("Administration")), items=administration),
        ]
        return tuple(group for group in groups if group.items)

    def creatable(self) -> Iterator[Item]:
        """What can be made at once; `c` makes what is made most."""
        for kind in self.app.registry.types.values():
            resource = kind.resource
            offered = resource.place == "main" and "create" in resource.verbs
            if offered and self.actor.reach(resource.permission("create")):
                key = "c" if kind.name == QUICK else ""
                title, href = self.translate(resource.singular), f"{address(kind)}/new"
                yield Item(title=title, href=href, icon=resource.icon, key=key)

    def _settings(self) -> Iterator[Item]:
        if self.actor.reach(VIEW):
            yield self._item(_("Settings"), "/settings", "settings", "g s")

    def _of_plugins(self) -> Iterator[Group]:
        for found in self.app.plugins.running:
            title = found.manifest.title if found.manifest else found.name
            menu = self.app.registry.menu_items.get(found.name, ())
            pages = (
                self._item(item.title, item.path, item.icon)
                for item in menu
                if self.actor.reach(item.permission)
            )
            yield Group(title=self.translate(title), items=(*self._kinds(found.name, "main"), *pages))

    def _kinds(self, owner: str, place: str) -> Iterator[Item]:
        """The kinds of records of an owner that stand in a place and of which the actor may see any."""
        for kind in self.app.registry.types.values():
            resource = kind.resource
            is_here = resource.owner == owner and resource.place == place
            if is_here and self.actor.reach(resource.permission("view")):
                yield self._item(resource.title, address(kind), resource.icon, resource.shortcut)

    def _item(self, title: str, href: str, icon: str, key: str = "") -> Item:
        below = href != "/" and self.path.startswith(f"{href}/")
        current = self.path == href or below
        return Item(title=self.translate(title), href=href, icon=icon, key=key, current=current)


def address(record_type: RecordType) -> str:
    """Where the list of a kind of records is: `/customers`, `/sales/opportunities`."""
    return f"/{record_type.resource.path}"


def door_values(app: App, locale: str, next_page: str, kept: str = "") -> dict[str, Any]:
    """What the page shows on which people sign in; `kept` is what was typed before the session had ended."""
    shared = {"company": name_of_company(app), "languages": languages(locale), "kept": kept}
    return {**shared, "next": next_page, "login": "", "errors": []}


def name_of_company(app: App) -> str:
    """The company's name, for pages on which nobody is signed in."""
    with app.reading(app.system("web")) as work:
        return get(work, "core.company") or NAME
