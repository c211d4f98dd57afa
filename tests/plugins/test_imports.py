"""A plugin that imports core's internals is not enabled, and is told where and what instead."""

import pytest

from core.errors import Conflict
from tests.services.plugins.conftest import Life, life, plugins

__all__ = ["life", "plugins"]

HEAD = '# /// guanxi-plugin\n# title = "Nosy"\n# ///\nfrom core.plugin_api import hookimpl\n'


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("import core.services.records", "core.services.records"),
        ("from core.data.models import Customer", "core.data.models"),
        ("from core import app", "core.app"),
        ("def late():\n    from core.host import hooks", "core.host"),
        ("from core.testing import home", "core.testing"),
    ],
)
def test_internals_of_core_are_not_imported(life: Life, line: str, named: str) -> None:
    (life.start().settings.home / "plugins" / "nosy.py").write_text(f"{HEAD}{line}\n", encoding="utf-8")
    with pytest.raises(Conflict, match=rf"nosy\.py:[56] imports {named}, which may change") as refused:
        life.enable("nosy")
    assert "core.plugin_api" in refused.value.fix


def test_the_facade_and_relative_imports_are_fine(life: Life) -> None:
    life.install("library")
    assert life.enable("library").plugins.running
