"""Pages in a real browser, watched: what no page of ours may do fails the test that opened it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Page, Request

# Answers that a page is prepared for; the browser reports each of them by itself.
EXPECTED = "Failed to load resource: the server responded with a status of 4"
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
BAD = ("serious", "critical")


@dataclass
class Watched:
    """A page and all that it did wrong."""

    page: Page
    host: str
    wrong: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Listen."""
        self.page.on("console", self._said)
        self.page.on("pageerror", self._failed)
        self.page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(EXPECTED):
            self.wrong.append(f"{message.type} on {self.page.url}: {message.text[:300]}")

    def _failed(self, error: Error) -> None:
        self.wrong.append(f"exception on {self.page.url}: {error}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != self.host:
            self.wrong.append(f"{self.page.url} asked another host: {request.url}")


def inaccessible(page: Page) -> list[str]:
    """What axe finds on a page that is serious or critical, one readable line each."""
    found = Axe().run(page, options={"runOnly": list(STANDARDS), "resultTypes": ["violations"]})
    violations: Sequence[dict[str, Any]] = found.response["violations"]
    return [
        f"{item['impact']} {item['id']}: {node['target']} {node['html'][:200]}"
        for item in violations
        if item["impact"] in BAD
        for node in item["nodes"]
    ]
