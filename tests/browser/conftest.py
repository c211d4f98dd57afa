"""Chromium on a served application: `page("anna", width=390, lang="zh-Hans")` is signed in and watched.

These tests run on SQLite only: below the web there is one path, which others try on both databases.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Page, sync_playwright

from core.api.logs import configure_logging
from core.asgi import served
from core.services import authentication, records
from core.services.role_templates import create_missing
from core.services.work import App
from core.testing.databases import Databases, Preparation
from core.testing.sessions import open_session
from core.web.cookies import SESSION
from tests.browser.chromium import Chromium
from tests.browser.watching import Watched
from tests.servers import eventually

PASSWORD = "correct horse"
PATIENCE = 15_000
LOCALES = {"en": "en-GB", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}

Open = Callable[..., Page]
Hire = Callable[..., int]


@pytest.fixture
def database_url(databases_of: Callable[[str], Databases], preparation: Preparation) -> Iterator[str]:
    """The URL of a fresh SQLite database."""
    with databases_of("sqlite").fresh(preparation) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The system's Chromium, for all tests of a process."""
    with sync_playwright() as playwright:
        chromium = Chromium(playwright)
        yield chromium
        chromium.end()


@pytest.fixture
def site_url(app: App) -> Iterator[str]:
    """The address at which the application is served, by a thread of this process."""
    configure_logging("warning")
    config = uvicorn.Config(served(app), host="127.0.0.1", port=0, log_level="warning", timeout_keep_alive=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    eventually(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def employ(app: App) -> Hire:
    """Make a user with roles of a new installation: `employ("anna", "salesperson")`; answers his id."""

    def employ(login: str, *roles: str, **values: object) -> int:
        with app.work(app.system(door="test")) as work:
            create_missing(work)
            lines = [{"role": role} for role in roles or ("administrator",)]
            user = {"login": login, "name": login.title(), "roles": lines, **values}
            (id,) = records.create(work, "users", [user])
            authentication.set_password(work.session, id, PASSWORD, work.now)
        return id

    return employ


@dataclass
class Opening:
    """Opens pages, each in a browser of its own kind, and looks at the end what they did wrong."""

    app: App
    chromium: Chromium
    url: str
    employ: Hire
    stack: ExitStack
    watched: list[Watched]

    def page(
        self,
        login: str = "",
        *roles: str,
        width: int = 1280,
        theme: str = "light",
        lang: str = "en",
        javascript: bool = True,
    ) -> Page:
        """A page of a browser in which a new user is signed in; without a login nobody is."""
        context = self.chromium.browser().new_context(
            base_url=self.url,
            viewport={"width": width, "height": 844 if width < 500 else 720},
            color_scheme="dark" if theme == "dark" else "light",
            locale=LOCALES[lang],
            java_script_enabled=javascript,
            has_touch=width < 500,
        )
        self.stack.callback(self.chromium.end_window, context)
        context.set_default_timeout(PATIENCE)
        if login:
            cookie: Any = {"name": SESSION, "value": self._session(login, roles, lang), "url": self.url}
            context.add_cookies([cookie])
        page = context.new_page()
        watched = Watched(page, urlsplit(self.url).netloc)
        watched.begin()
        self.watched.append(watched)
        return page

    def _session(self, login: str, roles: tuple[str, ...], lang: str) -> str:
        return open_session(self.app, self.employ(login, *roles, language=lang))


@pytest.fixture
def opening(app: App, chromium: Chromium, site_url: str, employ: Hire) -> Iterator[Opening]:
    """What opens pages; at the end no page may have done what it must not."""
    with ExitStack() as stack:
        opening = Opening(app, chromium, site_url, employ, stack, [])
        yield opening
    assert [line for item in opening.watched for line in item.wrong] == []


@pytest.fixture
def page(opening: Opening) -> Open:
    """Open a page: `page("anna", "salesperson", width=390, theme="dark", lang="zh-Hans")`."""
    return opening.page


@pytest.fixture
def plugins() -> Mapping[str, object]:
    """No plugin."""
    return {}
