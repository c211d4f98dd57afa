"""The system's Chromium, one for all tests of a process, and another one where that one answers no more."""

from __future__ import annotations

import os
import shutil
import signal
import threading

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Playwright

from tools.chromium import BY_HAND, NAMES, OPTIONS

CLOSING_SECONDS = 30.0
"""Now and then, on a busy machine, Chromium never answers that it has closed a window."""


class Chromium:
    """Begins a browser when one is asked for."""

    def __init__(self, playwright: Playwright) -> None:
        path = next(filter(None, map(shutil.which, NAMES)), None)
        if path is None:
            pytest.fail(BY_HAND)
        self._type, self._path = playwright.chromium, path
        self._browser: Browser | None = None
        self.pid = 0

    def browser(self) -> Browser:
        """One that answers."""
        if self._browser is None or not self._browser.is_connected():
            self._browser = self._type.launch(executable_path=self._path, args=list(OPTIONS))
            told = self._browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
            self.pid = next(item["id"] for item in told["processInfo"] if item["type"] == "browser")
        return self._browser

    def end_window(self, window: BrowserContext, seconds: float = CLOSING_SECONDS) -> None:
        """Close a window; a browser that does not is ended."""
        impatience = threading.Timer(seconds, os.kill, (self.pid, signal.SIGKILL))
        impatience.start()
        try:
            window.close()
        except Error:
            if window.browser is not None and window.browser.is_connected():
                raise
        finally:
            impatience.cancel()

    def end(self) -> None:
        """Close the browser, if there is one."""
        if self._browser is not None:
            self._browser.close()
