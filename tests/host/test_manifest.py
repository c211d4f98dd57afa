"""Manifests: strict, readable in what they refuse, small for a plugin in one file."""

from dataclasses import fields
from pathlib import Path

import pytest

from core.errors import ManifestError
from core.host.manifest import OFFERED_API, RULES, Manifest, api_problem, read_manifest

FOLDER = Path("plugins/sales/plugin.toml")
FILE = Path("plugins/sales.py")
WHOLE = 'name = "sales"\ntitle = "Sales"\nversion = "1.2.0"\napi = "1.0"\n'


def refused(text: str, where: Path = FOLDER) -> str:
    with pytest.raises(ManifestError) as error:
        read_manifest(text, where)
    return f"{error.value.message} {error.value.why} {error.value.fix}"


def test_a_folder_says_who_it_is() -> None:
    more = 'kind = "pack"\nrequires = ["stock"]\nafter = ["tax"]\nauthors = ["Anna"]\non_fault = "pause"\n'
    manifest = read_manifest(WHOLE + more, FOLDER)
    assert (manifest.name, manifest.version, manifest.kind) == ("sales", "1.2.0", "pack")
    assert (manifest.requires, manifest.after, manifest.on_fault) == (("stock",), ("tax",), "pause")


def test_a_file_needs_its_title_only() -> None:
    text = '"""A plugin."""\n# /// guanxi-plugin\n# title = "Sales"\n#\n# ///\nimport os\n'
    expected = Manifest(name="sales", title="Sales", version="0", api=OFFERED_API)
    assert read_manifest(text, FILE) == expected
    assert read_manifest(text.replace("\n", "\r\n"), FILE) == expected


@pytest.mark.parametrize("text", ["", "# /// guanxi-plugin\n# title = 'a'\n", "# /// script\n# ///\n"])
def test_a_file_without_a_whole_block_is_told_how_one_looks(text: str) -> None:
    assert "# /// guanxi-plugin" in refused(text, FILE)


def test_every_field_has_a_rule() -> None:
    assert set(RULES) == {field.name for field in fields(Manifest)}


@pytest.mark.parametrize("key", ["name", "title", "version", "api"])
def test_a_folder_must_say(key: str) -> None:
    lines = [line for line in WHOLE.splitlines() if not line.startswith(key)]
    assert f"does not say its {key}" in refused("\n".join(lines))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('requres = ["stock"]', "Did you mean requires?"),
        ("zzz = 1", "The keys are name, title"),
        ("requires = 'stock'", "a list of names of plugins"),
        ('requires = ["Stock"]', "a list of names of plugins"),
        ("requires = [1]", "a list of names of plugins"),
        ('requires = ["sales"]', "Take sales out of requires"),
        ('after = ["sales"]', "Take sales out of after"),
        ('kind = "theme"', "one of plugin, pack"),
        ("kind = true", "one of plugin, pack"),
        ("on_fault = 'ignore'", "one of stop, pause"),
        ('summary = "a\\u001b[31mb"', "a text of one line"),
        ('summary = "a\\nb"', "a text of one line"),
        ("authors = 3", "a list of texts"),
        ("[name]", "not valid TOML"),
        ("x = " + "[" * 5000, "not valid TOML"),
        ("x = " + "9" * 5000, "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_with_the_way_to_mend_it(line: str, said: str) -> None:
    assert said in refused(WHOLE + line)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("version", value) for value in ('""', "1", '"1 2"', f'"{"1" * 41}"', '"../1"')),
        *(("api", value) for value in ('"1"', "1.0", '"1.0.0"', '"one"')),
        *(("title", value) for value in ('""', '" "', "3", f'"{"a" * 201}"')),
    ],
)
def test_values_that_cannot_be_are_refused(key: str, value: str) -> None:
    lines = [line for line in WHOLE.splitlines() if not line.startswith(key)]
    assert f"The value of {key} is" in refused("\n".join([*lines, f"{key} = {value}"]))


@pytest.mark.parametrize(
    "name",
    [
        *("s", "Sales", "1sales", "sa-les", "sales.x", "a" * 25, "销售", "json", "email", "string"),
        *("core", "cli", "plugins", "core_extra", "sqlite", "guanxi_home"),
    ],
)
def test_names_that_no_plugin_may_have(name: str) -> None:
    text = WHOLE.replace('"sales"', f'"{name}"')
    assert name in refused(text, Path("plugins") / name / "plugin.toml")


def test_a_manifest_that_lies_about_its_name_is_refused() -> None:
    assert "it lies in stock" in refused(WHOLE, Path("plugins/stock/plugin.toml"))
    assert "it lies in sales" in refused('# /// guanxi-plugin\n# title="a"\n# name="b"\n# ///\n', FILE)


@pytest.mark.parametrize(
    ("wanted", "said"), [("1.1", "Upgrade Guanxi"), ("2.0", "Upgrade Guanxi"), ("0.9", "newer version of")]
)
def test_an_api_that_is_not_offered_is_a_problem_with_a_way_out(wanted: str, said: str) -> None:
    manifest = read_manifest(WHOLE.replace("1.0", wanted), FOLDER)
    why, fix = api_problem(manifest, offered="1.0") or ("", "")
    assert wanted in why and "1.0" in why and said in fix
    assert api_problem(manifest, offered=wanted) is None


def test_an_older_minor_version_still_runs() -> None:
    assert api_problem(read_manifest(WHOLE, FOLDER), offered="1.7") is None
