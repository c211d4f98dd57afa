"""One run of the command line: what was said for every command, and what is made from it when needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from core.cli.output import Output, is_terminal
from core.cli.tables import Table
from core.labels import Translator, translations

if TYPE_CHECKING:
    from core.config import Settings
    from core.contracts.work import Actor
    from core.host.registry import Registry
    from core.services.work import App, Work

_ = translations("core")

DOOR = "cli"
SETTINGS = ("home", "database_url")
ENGLISH, WITHOUT_LANGUAGE = "en", ("", "C", "POSIX")

Build = Callable[["Settings"], "App"]
"""Makes the application from its settings."""

WARNING = _("Warning: {message}")
DRY_RUN_NOTE = _("Dry run: nothing was changed.")


class _RollBack(Exception):
    """Ends a dry run; never leaves this module."""


@dataclass(eq=False)
class Invocation:
    """`given` holds the options that every command understands, by name.

    `builder` answers what makes the application: imported when a command needs it, so that help is fast.
    """

    builder: Callable[[], Build]
    output: Output = field(default_factory=Output)
    given: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def locale(self) -> str:
        """The language of the terminal, as far as we speak it."""
        language = terminal_language(os.environ)
        if not language.startswith("zh"):
            return ENGLISH
        from core.host.translations import locale_of

        return locale_of(language)

    @cached_property
    def translate(self) -> Translator:
        """From labels to texts in that language."""
        if self.locale == ENGLISH:
            return str
        from core.host.translations import Catalogues

        core = Catalogues()

        def translate(text: str) -> str:
            # Texts of plugins come with the application.
            catalogues = self.app.catalogues if "app" in self.__dict__ else core
            return catalogues.translator(self.locale)(text)

        return translate

    @cached_property
    def settings(self) -> Settings:
        """The settings of this installation."""
        from core.config import load

        return load({name: self.given.get(name) for name in SETTINGS})

    @cached_property
    def app(self) -> App:
        """The application; closed by `close`."""
        from core.cli.logs import log_to_stderr

        log_to_stderr(debug="debug" in self.given)
        self.output.translate = self.translate
        return self.builder()(self.settings)

    @property
    def registry(self) -> Registry:
        """Every record type and field."""
        return self.app.registry

    @cached_property
    def actor(self) -> Actor:
        """Who acts: the user of `--as`, else the system, which is the machine's administrator."""
        login = self.given.get("acting_as")
        actor = self.ready_app().actors.of_user(str(login), DOOR) if login else self.app.system(DOOR)
        return replace(actor, locale=self.locale)

    def ready_app(self) -> App:
        """The application with a database that exists; ConfigurationError if there is none yet."""
        from core.cli.installation import require_database

        require_database(self.settings)
        return self.app

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """A transaction that cannot write."""
        with self.ready_app().reading(self.actor) as work:
            yield work

    @contextmanager
    def writing(self, *, dry_run: bool = False) -> Iterator[Work]:
        """A transaction that writes; a dry run does everything and then takes it back."""
        actor = self.actor
        try:
            with self.ready_app().work(actor) as work:
                yield work
                for warning in work.warnings:
                    self.note(WARNING.fill(message=warning["message"]))
                if dry_run:
                    raise _RollBack
        except _RollBack:
            self.note(DRY_RUN_NOTE)

    @property
    def asks(self) -> bool:
        """Whether somebody is there to answer questions."""
        return "no_input" not in self.given and is_terminal(sys.stdin)

    def text(self, label: str) -> None:
        """A line of the result, translated."""
        self.output.text(self.translate(label))

    def note(self, label: str) -> None:
        """A line beside the result, translated."""
        self.output.note(self.translate(label))

    def table(
        self, titles: Iterable[str], rows: Sequence[Sequence[str]], numbers: Iterable[int] = ()
    ) -> None:
        """Rows of the result under translated titles; `numbers` are the columns that hold numbers."""
        if rows:
            headings = [self.translate(title) for title in titles]
            self.output.table(Table(headings, frozenset(numbers)), [rows])

    def close(self) -> None:
        """Let go of the database, if it was used."""
        if "app" in self.__dict__:
            self.app.close()


def terminal_language(environment: Mapping[str, str]) -> str:
    """The language of messages, by the rules of POSIX and GNU."""
    locale = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ""
    )
    if locale.partition(".")[0] in WITHOUT_LANGUAGE:  # as GNU's gettext: then LANGUAGE does not count
        return ""
    return environment.get("LANGUAGE", "").partition(":")[0] or locale
