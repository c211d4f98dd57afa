"""What another owner has already cannot be declared: the later one is quarantined and told of the other."""

from pathlib import Path

import pytest

from core.builtin.plugin import CorePlugin
from core.cli.commands import COMMANDS, RECORDS
from core.host.conflicts import WORDS
from core.host.discovery import Places
from core.host.manifest import RESERVED
from core.host.plugins import Assembly, StateOfPlugin, assemble
from core.services.work import App
from core.web.site import pages_of
from tests.host.writing import in_a_folder

START = """
from sqlalchemy.orm import Mapped
from core.plugin_api import *
from core.plugin_api import translations
_ = translations("x")

class Thing(Record):
    __tablename__ = "{name}_thing"
    name: Mapped[str] = text(_("Name"))

class Line(Child):
    __tablename__ = "{name}_line"
    thing_id: Mapped[int] = parent(Thing)

class Other(Child):
    __tablename__ = "{name}_other"

def resource(**options):
    return Resource(Thing, **{{"name": "things", "title": _("Things"), "singular": _("Thing"), **options}})

def act(name="do", permission="{name}.things.edit"):
    return Action(name=name, title=_("Do"), permission=permission, run=lambda *a: None)
"""
HOOK = "\n@hookimpl\ndef {hook}():\n    return [{items}]\n"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(Path(__file__).parents[2], tmp_path / "plugins")


def write(places: Places, name: str, hook: str, *items: str, manifest: str = "") -> None:
    code = START.format(name=name) + HOOK.format(hook=hook, items=", ".join(items))
    in_a_folder(places.home / name, manifest, code=code)


def assembled(places: Places, *names: str) -> Assembly:
    states = [StateOfPlugin(name=name) for name in names]
    return assemble(states, 1, places, core=CorePlugin())


def reason(places: Places, hook: str, *items: str) -> str:
    """Why a plugin with this hook does not run; another one runs beside it."""
    write(places, "bad", hook, *items)
    write(places, "good", "resources", "resource()")
    assembly = assembled(places, "bad", "good")
    assert [item.name for item in assembly.plugins.running] == ["good"]
    stopped = assembly.plugins.stopped["bad"]
    return f"{stopped.reason} {stopped.fix}"


@pytest.mark.parametrize(
    ("hook", "item", "what"),
    [
        ("activity_types", 'ActivityType(name="visit_us", title=_("V"))', "type of activity visit_us"),
        ("role_templates", 'RoleTemplate(name="clerk", title=_("C"), grants={})', "role clerk"),
        ("demo_data", 'DemoData(name="toys", title=_("T"), load=print)', "demo data toys"),
    ],
)
def test_of_two_plugins_the_later_one_does_not_run(hook: str, item: str, what: str, places: Places) -> None:
    write(places, "aa", hook, item, manifest='after = ["zz"]')
    write(places, "zz", hook, item)
    assembly = assembled(places, "aa", "zz")
    assert [found.name for found in assembly.plugins.running] == ["zz"]
    stopped = assembly.plugins.stopped["aa"]
    assert what in stopped.reason and "the plugin zz has already" in stopped.reason
    assert "guanxi plugin disable zz" in stopped.fix


@pytest.mark.parametrize(
    ("hook", "item", "said"),
    [
        ("activity_types", 'ActivityType(name="call", title=_("C"))', "Guanxi itself has already"),
        ("role_templates", 'RoleTemplate(name="salesperson", title=_("S"), grants={})', "Guanxi itself"),
        ("settings", 'Setting(name="core.company", field=text(_("C")))', "Call it bad.core.company"),
        ("settings", 'Setting(name="badly", field=text(_("C")))', "names begin with bad."),
        ("settings", 'Setting(name="bad.x", field=3)', "has no field"),
        ("permissions", 'Permission(name="core.customers.view", title=_("C"))', "names begin with bad."),
        ("permissions", 'Permission(name="good.things.view", title=_("C"))', "names begin with bad."),
    ],
)
def test_names_of_others_cannot_be_taken(hook: str, item: str, said: str, places: Places) -> None:
    assert said in reason(places, hook, item)


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (["resource()", "resource()"], "bad.things, which it has already"),
        (["resource()", 'resource(name="others")'], "table bad_thing, which it has already"),
        (["resource(name='a/b')"], "cannot stand in an address"),
        (["resource(name='{id}')"], "cannot stand in an address"),
        (["resource(name='')"], "cannot stand in an address"),
        (["resource(actions=(act('export'),))"], "the action export, which Guanxi itself has"),
        (["resource(actions=(act(), act()))"], "the action do, which it has already"),
        (["resource(actions=(act('x y'),))"], "cannot stand in an address"),
        (["resource(actions=(act(permission='bad.nobody'),))"], "'bad.nobody', which nobody declares"),
        (["resource(columns=('nam',))"], "Did you mean name?"),
        (["resource(filters=('zzz',))"], "field zzz in filters"),
        (["resource(key='zzz')"], "field zzz in key"),
        (["resource(parent='zzz')"], "field zzz in parent"),
        (["resource(sorts=('-zzz',))"], "field zzz in sorts"),
        (["resource(sorts=(Sort(name='both', fields=('name', '-zzz')),))"], "field zzz in sorts"),
        (["resource(default_sort='name')"], "sorted by name, which is not among their sorts"),
        (["resource(transitions={'zzz': None})"], "field zzz in transitions"),
        (["resource(first=('zzz',))"], "field zzz in first"),
        (["resource(board='zzz')"], "field zzz in board"),
        (["resource(sections=(Section(title=_('S'), fields=('zzz',)),))"], "field zzz in sections"),
        (["resource(variants=(Variant(field='name', value='x', only=('zzz',)),))"], "field zzz in variants"),
        (["resource(children=(Children(model=Thing, name='a', title=_('A')),))"], "table bad_thing"),
        (["resource(children=(Children(model=Other, name='a', title=_('A')),))"], "StopIteration"),
        (["Resource(Customer, name='c', title=_('C'), singular=_('C'))"], "core_customer"),
        (["Resource(None, name='c', title=_('C'), singular=_('C'))"], "AttributeError"),
        (["resource(name=3)"], "TypeError"),
        (["resource(columns=3)"], "TypeError"),
        (["3"], "answered list of int where Iterable[Resource] is expected"),
    ],
)
def test_resources_that_could_not_be_used_are_refused_at_start(
    items: list[str], said: str, places: Places
) -> None:
    assert said in reason(places, "resources", *items)


def test_a_reference_to_nothing_is_refused(places: Places) -> None:
    write(places, "bad", "resources", "resource()")
    path = places.home / "bad" / "plugin.py"
    named = '    other_id: Mapped[int] = reference("bad_line", _("Other"))\n    name: Mapped'
    path.write_text(path.read_text().replace("    name: Mapped", named))
    assert "table bad_line, which holds no kind" in assembled(places, "bad").plugins.stopped["bad"].reason


@pytest.mark.parametrize("target", ["things", "hello"])
def test_a_command_that_is_taken_is_refused(target: str, places: Places) -> None:
    command = 'CommandGroup(name="{}", help=_("H"), target=":x")'
    write(places, "bad", "cli_commands", command.format(target), command.format("hello"))
    code = (places.home / "bad" / "plugin.py").read_text()
    (places.home / "bad" / "plugin.py").write_text(code + HOOK.format(hook="resources", items="resource()"))
    stopped = assembled(places, "bad").plugins.stopped["bad"]
    assert f"the command bad {target}, which it has already" in stopped.reason


def test_first_words_of_commands_and_addresses_are_reserved() -> None:
    assert {*COMMANDS, *RECORDS} <= RESERVED


def test_first_words_of_pages_are_reserved(app: App) -> None:
    words = {page.path.split("/")[1] for page in pages_of(app.registry)}
    assert {word for word in words if word.isidentifier()} <= RESERVED


def test_the_words_of_general_operations_are_known(places: Places) -> None:
    known = {word for words in WORDS.values() for word in words}
    assert {"list", "show", "create", "update", "delete", "restore", "import", "export", "fields"} <= known
