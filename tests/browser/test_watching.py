from urllib.parse import urlsplit

from tests.browser.chromium import Chromium
from tests.browser.watching import Watched, inaccessible

BAD = """<html lang="en"><head><title>Bad</title></head><body><main><img src="/static/logo.svg">
<input name="nameless"><script>throw new Error("broken"); </script>
<img alt="far" src="http://far.invalid/x.png"></main></body></html>"""


def test_what_a_page_may_not_do_is_seen(chromium: Chromium, site_url: str) -> None:
    context = chromium.browser().new_context(base_url=site_url)
    watched = Watched(context.new_page(), urlsplit(site_url).netloc)
    watched.begin()
    watched.page.goto("/sign-in")
    assert (watched.wrong, inaccessible(watched.page)) == ([], [])
    watched.page.evaluate("document.body.setAttribute('style', 'color: red')")
    watched.page.set_content(BAD)
    said = " ".join(watched.wrong)
    assert "Content Security Policy" in said and "another host: http://far.invalid" in said
    assert {line.split(":")[0] for line in inaccessible(watched.page)} == {
        "critical image-alt",
        "critical label",
    }
    context.close()
