"""What the tests do with a browser that answers no more."""

import os
import signal

from tests.browser.chromium import Chromium


def test_a_browser_that_closes_no_window_is_ended_and_the_next_test_has_another(chromium: Chromium) -> None:
    window, pid = chromium.browser().new_context(), chromium.pid
    os.kill(pid, signal.SIGSTOP)
    chromium.end_window(window, seconds=0.5)
    page = chromium.browser().new_page()
    assert page.evaluate("1 + 1") == 2
    assert chromium.pid != pid
    page.close()
