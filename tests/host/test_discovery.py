"""Where plugins are found, without importing anything of them."""

import sys
from pathlib import Path

import pytest

from core.host.discovery import Places, find, find_all
from tests.host.writing import in_a_file, in_a_folder, in_a_package

BROKEN = "raise RuntimeError('imported')"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "program", tmp_path / "home" / "plugins")


def test_there_may_be_none(places: Places) -> None:
    assert find_all(places) == {}
    assert find("sales", places) is None


def test_folders_and_files_are_found_and_not_imported(places: Places) -> None:
    in_a_folder(places.root / "plugins" / "sales", code=BROKEN)
    in_a_folder(places.root / "industry_packs" / "auto", 'kind = "pack"', code=BROKEN)
    in_a_folder(places.home / "stock", code=BROKEN)
    in_a_file(places.home / "greet.py", BROKEN)
    imported = set(sys.modules)
    found = find_all(places)
    assert {name: (item.source, item.module) for name, item in found.items()} == {
        "auto": ("bundled", "industry_packs.auto.plugin"),
        "greet": ("home", "guanxi_home.greet"),
        "sales": ("bundled", "plugins.sales.plugin"),
        "stock": ("home", "guanxi_home.stock.plugin"),
    }
    assert all(item.problem is None and find(name, places) == item for name, item in found.items())
    assert set(sys.modules) == imported


def test_migrations_belong_to_folders_only(places: Places) -> None:
    in_a_folder(places.home / "stock")
    in_a_file(places.home / "greet.py")
    found = find_all(places)
    assert found["stock"].owner.script_directory == places.home / "stock" / "migrations"
    assert not found["greet"].owner.script_directory.exists()


def test_a_package_is_found_by_its_entry_point(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_package(tmp_path / "site", "loyalty", "acme_loyalty")
    monkeypatch.syspath_prepend(tmp_path / "site")
    imported = set(sys.modules)
    found = find("loyalty", places)
    assert found is not None
    assert (found.source, found.module, found.problem) == ("package", "acme_loyalty.plugin", None)
    assert found == find_all(places)["loyalty"]
    assert set(sys.modules) == imported


@pytest.mark.parametrize("value", ["nowhere", "nowhere.at_all", "a b", "json.nowhere", ":x", "..", "sys"])
def test_a_package_that_names_nothing_is_listed_with_its_problem(
    value: str, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_package(tmp_path / "site", "loyalty", "acme_loyalty", value=value)
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert "which is not there" in str(find_all(places)["loyalty"].problem)


def test_of_two_of_one_name_the_first_place_counts_and_the_other_is_listed(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_package(tmp_path / "site", "sales", "acme_sales")
    monkeypatch.syspath_prepend(tmp_path / "site")
    in_a_folder(places.home / "sales")
    in_a_file(places.home / "sales.py")
    assert find_all(places)["sales"].source == "package"
    in_a_folder(places.root / "plugins" / "sales")
    found = find_all(places)
    assert found["sales"].source == "bundled" and found["sales"].problem is None
    assert set(found) == {"sales", "sales@package", "sales@home", "sales@home2"}
    assert all("comes first" in str(found[name].problem) for name in found if "@" in name)
    assert find("sales@home", places) is None


def test_a_name_that_begins_another_would_share_its_tables(places: Places) -> None:
    for name in ("sales", "sales_tax", "salesforce"):
        in_a_folder(places.home / name)
    found = find_all(places)
    assert "plugin sales" in str(found["sales_tax"].problem)
    assert found["sales"].problem is None and found["salesforce"].problem is None


@pytest.mark.parametrize(
    ("manifest", "said"),
    [('api = "9.9"', "version 9.9"), ("requires = 1", "The value of requires"), ('name = "x"', "TOML")],
)
def test_a_bad_manifest_is_listed_with_its_problem(manifest: str, said: str, places: Places) -> None:
    in_a_folder(places.home / "sales", manifest)
    assert said in str(find_all(places)["sales"].problem)


def test_odd_things_in_the_folder_are_ignored_or_named(places: Places) -> None:
    (places.home / "__pycache__").mkdir(parents=True)
    (places.home / "empty").mkdir()
    (places.home / "notes.txt").touch()
    (places.home / "binary.py").write_bytes(b"\xff\xfe")
    (places.home / "My-Plugin.py").touch()
    (places.home / "json.py").write_text('# /// guanxi-plugin\n# title = "x"\n# ///\n')
    in_a_folder(places.home / "half").joinpath("plugin.py").unlink()
    in_a_folder(places.home / "other").joinpath("plugin.toml").unlink()
    found = {name: str(item.problem) for name, item in find_all(places).items()}
    assert set(found) == {"binary", "My-Plugin", "json", "half", "other"}
    assert "cannot be read" in found["binary"] and "standard library" in found["json"]
    assert "no plugin.py" in found["half"] and "no plugin.toml" in found["other"]
