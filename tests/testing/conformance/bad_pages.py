"""Plugins whose pages, panels, menus and templates are wrong."""

from collections.abc import Mapping

from tests.testing.conformance.bad import Bad
from tests.testing.conformance.bad_declarations import hook
from tests.testing.conformance.writing import PLUGIN

PAGE = "templates/club/page.html"
TEMPLATE = """{% extends "layout.html" %}
{# style="" and "js:" are said, not done #}
{% block title %}{{ _("Our club") }}{% endblock %}
{% block content %}<p title="{{ _("Names") }}"{% if names %} class="full"{% endif %}>{{ names }}</p>
{% endblock %}
"""
PANEL = """{% set one = names %}
<p>{{ _("Names") }}: {{ one }} {{ dict(style = "primary", onclick = 1)["style"] and "" }}</p>
"""
WEB = """
from sqlalchemy import func, select
from core.plugin_api import *
from .models import Member


def names(work):
    return {"names": work.session.scalar(select(func.count()).select_from(Member))}


def show(work, visit):
    return Shown(template="club/page.html", values=names(work))


def keep(work, visit):
    return Redirect(to="/club/page")


def load(work, record):
    return {**names(work), "name": record["name"]}
"""
HOOKS = """

@hookimpl
def pages() -> Iterable[Page]:
    return [
        Page(path="/club/page", permission="club.members.view", run=web.show),
        Page(path="/club/page", permission="club.members.edit", run=web.keep, method="POST"),
    ]


@hookimpl
def menu_items() -> Iterable[MenuItem]:
    return [MenuItem(title=_("Our club"), path="/club/page", permission="club.members.view")]


@hookimpl
def panels() -> Iterable[Panel]:
    return [
        Panel(name=of.__name__.lower(), title=_("Our club"), template="club/panel.html", load=web.load,
              permission="club.members.view", of=of)
        for of in (Customer, declared.Member)
    ]
"""
WITH_WEB = PLUGIN.replace("import resources as declared", "import resources as declared, web") + HOOKS
GOOD: Mapping[str, str] = {
    "plugin.py": WITH_WEB,
    "web.py": WEB,
    PAGE: TEMPLATE,
    "templates/club/panel.html": PANEL,
}

# A method that says of itself that it is any other: nobody asks from where it is sent; and a permission that
# nobody asks for.
SLY = """
class Sly(str):
    __hash__ = str.__hash__

    def __eq__(self, other):
        return True


class Nothing(str):
    def __bool__(self):
        return False
"""


def changed(name: str, before: str, after: str) -> dict[str, str]:
    """The good one with a change in one file."""
    assert before in GOOD[name]
    return {**GOOD, name: GOOD[name].replace(before, after)}


def sly(before: str, after: str) -> dict[str, str]:
    """The good one with a page that goes around what core asks for."""
    web = {"web.py": GOOD["web.py"].replace("\n\ndef names", f"\n{SLY}\n\ndef names")}
    return {**changed("plugin.py", before, after), **web}


def template(text: str) -> dict[str, str]:
    """The good one with something more in a template."""
    return changed(PAGE, "</p>", f"</p>\n{text}")


def inline(what: str, text: str) -> Bad:
    """A template that browsers would refuse a piece of."""
    where = f"club/{PAGE}:5"
    return Bad("templates-have-nothing-inline", f"It has {what}.", template(text), where=where)


def unmarked(what: str, text: str) -> Bad:
    """A template that says something in one language only."""
    return Bad(
        "texts-of-templates-are-marked",
        f"{what!r} cannot be translated",
        template(text),
        where=f"club/{PAGE}:5",
    )


BAD = (
    Bad(
        "pages-refuse-strangers",
        "GET /club/page answers 200 to a user without rights",
        sly('"club.members.view", run', 'web.Nothing("club.members.view"), run'),
    ),
    Bad(
        "pages-refuse-forms-of-other-sites",
        "POST /club/page answers 303 to a form of another site",
        sly('method="POST"', 'method=web.Sly("POST")'),
    ),
    Bad(
        "pages-keep-the-budget",
        "GET /club/page answers 500",
        changed("web.py", "values=names(work)", "values={}"),
        where="club/web.py:11",
    ),
    Bad(
        "pages-keep-the-budget",
        "GET /club/page needs ",
        changed("web.py", "values=names(work)", "values=[names(work) for _time in range(13)][0]"),
        where="club/web.py:11",
    ),
    Bad(
        "menu-items-lead-somewhere",
        "leads to /club/nowhere, which answers 404",
        changed(
            "plugin.py",
            'path="/club/page", permission="club.members.view")]',
            'path="/club/nowhere", permission="club.members.view")]',
        ),
    ),
    Bad(
        "panels-can-be-shown",
        "The panel customer needs 5 queries",
        changed("web.py", "return {**names(work)", "return {**[names(work) for _time in range(5)][0]"),
        where="club/web.py:19",
    ),
    Bad(
        "panels-can-be-shown",
        "The panel member cannot be loaded: KeyError: 'website'",
        changed("web.py", 'record["name"]', 'record["website"]'),
        where="club/web.py:19",
    ),
    Bad(
        "panels-can-be-shown",
        "The panel customer cannot be loaded: TypeError: load answers list",
        changed("web.py", 'return {**names(work), "name": record["name"]}', "return [1]"),
    ),
    Bad(
        "panels-can-be-shown",
        "The template club/panel.html of the panel customer cannot be shown",
        changed("templates/club/panel.html", "{{ one }}", "{{ nobody }}"),
    ),
    Bad(
        "panels-can-be-shown",
        "is no kind of record with pages",
        hook(
            "def panels() -> Iterable[Panel]:\n"
            "    from core.data.models import UserSession\n"
            '    return [Panel(name="a", title=_("A"), template="parts/facts.html", load=dict,\n'
            '                  of=UserSession, permission="club.members.view")]'
        ),
    ),
    inline("a script without src", "<script>alert(1)</script>"),
    inline("<style>", "<STYLE>p { color: red }</STYLE>"),
    inline("style=", '<p style="color: red"></p>'),
    inline("on...=", '<p onclick="go()"></p>'),
    inline("hx-on", '<p hx-on:click="go()"></p>'),
    inline("js:", "<p hx-vals='js:{a: 1}'></p>"),
    inline("js:", '<a href="javascript:go()"></a>'),
    inline("the address of another host", '<img src="//pictures.example/a.png" alt="">'),
    inline("the address of another host", '<link rel="icon" href="https://pictures.example/a.png">'),
    inline("the address of another host", '<form action="https://pictures.example/"></form>'),
    unmarked("Members of our club", "<h2>Members of our\nclub</h2>"),
    unmarked("Search here", '<input placeholder="Search here">'),
    unmarked("Save", '<p>{{ ui.button(label="Save") }}</p>'),
    unmarked("Save now", '<p>{{ ui.button("Save now") }}</p>'),
    unmarked("Nothing", '<p>{{ "Nothing" }}</p>'),
    Bad(
        "texts-of-templates-are-marked",
        "Encountered unknown tag 'endblock'",
        template("{% if names %}"),
        where=f"club/{PAGE}:",
    ),
)
