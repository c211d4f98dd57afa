"""The program keeps the rules of tests/architecture.py, and the checker finds what breaks each of them."""

from pathlib import Path

import pytest

from core.testing.one_path import ONE_PATH, OnePath
from tests.architecture import RANKS, problems

ROOT = Path(__file__).parent.parent
BANNED = sorted({name for rule in ONE_PATH for name in rule.names})


def write(root: Path, files: dict[str, str]) -> Path:
    for name, content in {"cli.py": "", **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


def test_the_program_keeps_the_rules() -> None:
    assert problems(ROOT) == []


def test_every_room_of_core_has_a_layer() -> None:
    rooms = {path.relative_to(ROOT / "core").parts[0] for path in (ROOT / "core").rglob("*.py")}
    assert {room.removesuffix(".py") for room in rooms} <= {"__init__", *RANKS}


FORBIDDEN = {
    "right of itself": ("core/data/engine.py", "from core.services import records"),
    "a room beside it": ("core/web/pages.py", "import core.api.routes"),
    "for types only": (
        "core/contracts/work.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from core.host import hooks",
    ),
    "inside a function": ("core/host/hooks.py", "def late() -> None:\n    import core.app"),
    "an unknown room": ("core/kitchen/pots.py", "import core.errors"),
    "core to a plugin": ("core/app.py", "import plugins.sales"),
    "core to a pack": ("core/app.py", "from industry_packs import utilities"),
    "core to the tests": ("core/app.py", "import tests.sources"),
    "the root to the rest of core": ("core/__init__.py", "from core import errors"),
    "a plugin past the facade": ("plugins/sales/services.py", "from core.services import records"),
    "a plugin to all of core": ("plugins/sales/services.py", "import core"),
    "a plugin to the test kit": ("plugins/sales/services.py", "import core.testing"),
    "an undeclared plugin": ("plugins/sales/services.py", "from plugins.billing import public"),
    "a private part": ("industry_packs/auto_dealer/services.py", "from plugins.sales.services import quote"),
    "a plugin to a pack": ("plugins/sales/services.py", "import industry_packs.auto_dealer.public"),
    "the command past its door": ("cli.py", "import core.services.records"),
    "a migration to a service": ("migrations/env.py", "import core.services.records"),
}


EXISTING = (
    "core/errors.py",
    "core/host/hooks.py",
    "core/services/records.py",
    "plugins/billing/public.py",
    "industry_packs/utilities/plugin.py",
)


@pytest.mark.parametrize(("path", "content"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_forbidden_imports_are_found(tmp_path: Path, path: str, content: str) -> None:
    manifest = {"industry_packs/auto_dealer/plugin.toml": 'requires = ["sales"]'}
    (problem,) = problems(write(tmp_path, dict.fromkeys(EXISTING, "") | manifest | {path: content}))
    assert problem.startswith(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))


def test_allowed_imports_are_not_reported(tmp_path: Path) -> None:
    files = {
        "cli.py": "import core\nfrom core.cli.main import main\nfrom core.app import build",
        "core/app.py": "from core.web import pages\nfrom core.services import records\nimport starlette",
        "core/plugin_api.py": "from core.contracts.fields import text\nfrom core.host.hooks import notify",
        "plugins/sales/plugin.toml": 'requires = ["billing"]',
        "plugins/sales/services.py": "from core import plugin_api\nfrom plugins.billing.public import bill",
        "plugins/sales/tests/test_quotes.py": "from core.testing.fixtures import app",
        "migrations/env.py": "from core.data.migrations import run\nfrom sqlalchemy import text",
    }
    assert problems(write(tmp_path, files)) == []


def test_circles_are_found_even_through_lazy_imports(tmp_path: Path) -> None:
    files = {
        "core/services/first.py": "from core.services import second",
        "core/services/second.py": "from core.services.third import value",
        "core/services/third.py": "def late() -> None:\n    import core.services.first",
    }
    (problem,) = problems(write(tmp_path, files))
    assert problem.startswith("circle of imports: ")
    assert all(name in problem for name in ("first", "second", "third"))


def samples(banned: str) -> list[str]:
    """The ways to reach a banned name: as an attribute of anything, or by each form of import."""
    module, _, name = banned.rpartition(".")
    if module == "*" or banned == "print":
        return [banned.replace("*", "session") + "()"]
    whole = f"import {module or name}\n{banned}()"
    return [whole, f"from {module} import {name} as other\nother()"] if module else [whole]


@pytest.mark.parametrize(
    "content", [sample for rule in ONE_PATH for name in rule.names for sample in samples(name)]
)
def test_second_paths_are_found(tmp_path: Path, content: str) -> None:
    found = problems(write(tmp_path, {"core/services/customers.py": content}))
    assert found
    assert all(problem.startswith("core.services.customers:") for problem in found)


@pytest.mark.parametrize("rule", [rule for rule in ONE_PATH if rule.allowed], ids=lambda rule: rule.names[0])
def test_the_path_itself_is_allowed(tmp_path: Path, rule: OnePath) -> None:
    path = rule.allowed[0].replace("*", "").replace(".", "/") + ".py"
    root = write(tmp_path, {path: "\n".join(samples(rule.names[0]))})
    assert problems(root) == []


def test_a_name_of_our_own_is_no_second_path(tmp_path: Path) -> None:
    content = "from core.contracts.fields import text\nname = text('Name')\nnow = work.now\n"
    content += "def count(requests: int) -> int:\n    return requests\n"
    assert problems(write(tmp_path, {"core/services/customers.py": content})) == []
