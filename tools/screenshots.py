"""Take the pictures of README and docs: `python -m tools.screenshots [NAME ...]`.

It makes a demo (`--home FOLDER` takes one that there is), serves it in this process, for some pictures with a
plugin and its demo, and looks at it with the system's Chromium. Pictures are WebP as Chromium writes it, and
small.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import delete, select

from core.api.logs import configure_logging
from core.app import build
from core.asgi import served
from core.config import load
from core.data.models import User, UserSession
from core.services import records
from core.services.work import App
from core.testing.jobs import run_due
from core.testing.sessions import open_session
from core.web.cookies import SESSION
from tools.chromium import BY_HAND, NAMES, OPTIONS

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
SLOTS = ROOT / "docs" / "examples" / "slots.py"
WHO = "admin"
QUALITY = 80
MOST_BYTES = 150 * 1024
LOCALES = {"en": "en-GB", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}
DESK, PHONE = (1360, 800), (390, 844)
MARK = """
([selector, text]) => {
  for (const item of [...document.querySelectorAll(selector)].filter((one) => one.innerText.includes(text))) {
    item.style.outline = "3px solid #e11d48";
    item.style.outlineOffset = "-3px";
  }
}
"""
MARKED = (
    ("nav#sidebar a", "menu_items"),
    ("section.panel", "panels, slot=side"),
    ("section.panel", "panels, slot=main"),
    ("nav.tabs a", "panels, slot=tab"),
    ("li.timeline-item", "timeline_sources"),
)


@dataclass(frozen=True)
class Picture:
    """One picture: what is opened, with which plugin, and what is done before it is taken."""

    name: str
    path: str
    prepare: Callable[[Page], None] = lambda page: None
    size: tuple[int, int] = DESK
    dark: bool = False
    plugin: str = ""
    language: str = "en"


def beside(page: Page) -> None:
    """Open the first record of a list in the side panel."""
    page.locator("table tbody tr").nth(2).locator("td").nth(3).click()
    page.locator("#side > *").first.wait_for()


def mark_slots(page: Page) -> None:
    """Draw a frame around each slot of plugins."""
    for selector, text in MARKED:
        page.evaluate(MARK, [selector, text])


def first_call(page: Page) -> None:
    """Open the first vehicle of the list."""
    page.locator("main table.table tbody a").first.click()
    page.wait_for_load_state("networkidle")


CUSTOMERS = "/customers?sort=-updated_at"
PICTURES = (
    Picture("list", CUSTOMERS, beside, language="zh-Hans"),
    Picture("list-dark", CUSTOMERS, beside, dark=True),
    Picture("record", "/customers/1"),
    Picture("board", "/activities/board"),
    Picture("calendar", "/activities/calendar"),
    Picture("phone", CUSTOMERS, size=PHONE),
    Picture("slots", "/customers/1", mark_slots, plugin=SLOTS.stem),
    Picture("messaging", "/messaging/log", plugin="messaging"),
    Picture("assets", "/assets/assets/1", plugin="assets"),
    Picture("care", "/care/subjects?view=care.overdue", plugin="care"),
    Picture("sales", "/sales/leads/board", plugin="sales"),
    Picture("desk", "/auto_dealer/desk", plugin="auto_dealer"),
    Picture("call", "/auto_dealer/desk?show=recalled", first_call, plugin="auto_dealer", language="zh-Hans"),
)


def main() -> None:
    """Take those that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    wanted = [item for item in PICTURES if not given.names or item.name in given.names]
    IMAGES.mkdir(exist_ok=True)
    configure_logging("warning")
    with tempfile.TemporaryDirectory() as folder, _chromium() as browser:
        home = given.home or _demo(Path(folder))
        for plugin in dict.fromkeys(item.plugin for item in wanted):
            _take_all([item for item in wanted if item.plugin == plugin], home, browser, plugin)


def _take_all(pictures: Sequence[Picture], home: Path, browser: Browser, plugin: str) -> None:
    """Take these of core alone, or with a plugin, whose demo is loaded and whose jobs are done."""
    if plugin:
        _guanxi(home, "plugin", "enable", plugin, "--yes")
        _guanxi(home, "demo", "--no-serve")
    with closing(build(load({"home": str(home)}), None if plugin else {})) as app, _served(app) as url:
        run_due(app)
        _forget(app)
        secret = open_session(app, _user(app))
        for item in pictures:
            _read_in(app, item.language)
            _take(item, browser, url, secret)
    if plugin:
        _guanxi(home, "plugin", "disable", plugin, "--yes")


def _guanxi(home: Path, *words: str) -> None:
    """A command on this home."""
    subprocess.run([sys.executable, ROOT / "cli.py", "--home", home, *words], check=True)


def _demo(home: Path) -> Path:
    """A home with the demo, and the plugin with something in every slot."""
    (home / "plugins").mkdir()
    shutil.copy(SLOTS, home / "plugins" / SLOTS.name)
    _guanxi(home, "demo", "--no-serve")
    return home


@contextmanager
def _served(app: App) -> Iterator[str]:
    """The address at which a thread of this process serves it."""
    server = uvicorn.Server(uvicorn.Config(served(app), host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        sys.exit(BY_HAND)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield browser
        browser.close()


def _take(item: Picture, browser: Browser, url: str, secret: str) -> None:
    """Take a picture and write it down."""
    width, height = item.size
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        color_scheme="dark" if item.dark else "light",
        locale=LOCALES[item.language],
        has_touch=item.size == PHONE,
        reduced_motion="reduce",
    )
    with closing(context):
        context.add_cookies([{"name": SESSION, "value": secret, "url": url}])
        page = context.new_page()
        page.goto(item.path, wait_until="networkidle")
        item.prepare(page)
        content = _shot(context, page)
    (IMAGES / f"{item.name}.webp").write_bytes(content)
    sys.stdout.write(f"{item.name}: {len(content) // 1024} kB\n")
    if len(content) > MOST_BYTES:
        sys.exit(f"{item.name} is larger than {MOST_BYTES // 1024} kB.")


def _shot(context: BrowserContext, page: Page) -> bytes:
    """What is seen, as WebP, which Chromium itself writes."""
    answer = context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
    )
    return base64.b64decode(answer["data"])


def _user(app: App) -> int:
    """Who looks."""
    with app.reading(app.system()) as work:
        return work.session.scalars(select(User.id).where(User.login == WHO)).one()


def _read_in(app: App, language: str) -> None:
    """Have him read another language."""
    with app.work(app.system()) as work:
        records.update(work, "users", [records.Update(_user(app), {"language": language})])


def _forget(app: App) -> None:
    """End the sessions of when it was looked at before."""
    with app.database.writing() as connection:
        connection.execute(delete(UserSession))


if __name__ == "__main__":
    main()
