"""What a plugin brings beside code: translations, templates, static files; and what /health says of it."""

import struct
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from jinja2 import TemplateNotFound, UndefinedError
from starlette.testclient import TestClient

from core.api.application import make_asgi
from core.app import build
from core.config import Settings
from core.labels import translations
from core.web.rendering import Compiled, Renderer
from tests.host.conftest import Built, Enable
from tests.host.writing import in_a_file, in_a_folder


def translated(folder: Path, owner: str, **texts: str) -> None:
    """Write a catalogue of simplified Chinese."""
    path = folder / "locale" / "zh_Hans" / "LC_MESSAGES" / f"{owner}.mo"
    path.parent.mkdir(parents=True)
    catalogue = Catalog(locale="zh_Hans")
    for text, translation in texts.items():
        catalogue.add(text.replace("_", " "), translation)
    with path.open("wb") as file:
        write_mo(file, catalogue)


@pytest.fixture
def stock(settings: Settings, enable: Enable) -> Path:
    """The folder of an enabled plugin."""
    enable("stock")
    return in_a_folder(settings.home / "plugins" / "stock")


def test_texts_of_plugins_are_translated(stock: Path, built: Built) -> None:
    translated(stock, "stock", Stock_of="库存")
    translate = built().catalogues.translator("zh_Hans")
    assert translate(translations("stock")("Stock of")) == "库存"
    assert translate(translations("nobody")("Stock of")) == "Stock of"


@pytest.mark.parametrize(
    "content", [b"", b"no catalogue", struct.pack("<Iiiiii", 0x950412DE, 0, 9, 99, 99, 9)]
)
def test_a_catalogue_that_cannot_be_read_leaves_english(content: bytes, stock: Path, built: Built) -> None:
    translated(stock, "stock")
    (stock / "locale/zh_Hans/LC_MESSAGES/stock.mo").write_bytes(content)
    translate = built().catalogues.translator("zh_Hans")
    assert translate(translations("stock")("Stock")) == "Stock"


def test_a_translation_with_other_names_than_the_text_leaves_english(stock: Path, built: Built) -> None:
    translated(stock, "stock", **{"{count}_left": "{anzahl} 件"})
    label = translations("stock")("{count} left").fill(count=3)
    assert built().catalogues.translator("zh_Hans")(label) == "3 left"


def test_templates_are_found_under_the_plugins_name_and_escape(stock: Path, built: Built) -> None:
    (stock / "templates" / "stock").mkdir(parents=True)
    (stock / "templates" / "stock" / "shelf.txt").write_text("<b>{{ name }}</b>")
    app = built()
    templates = Renderer(app.catalogues, app.plugins.running, Compiled()).environment("en")
    assert templates.get_template("stock/shelf.txt").render(name="<i>") == "<b>&lt;i&gt;</b>"
    with pytest.raises(UndefinedError):
        templates.get_template("stock/shelf.txt").render()
    for name in ("shelf.txt", "other/shelf.txt", "stock/../../plugin.py", "stock/"):
        with pytest.raises(TemplateNotFound):
            templates.get_template(name)


def test_static_files_are_served_with_the_headers_of_core(stock: Path, built: Built) -> None:
    (stock / "static").mkdir()
    (stock / "static" / "shelf.css").write_text("b {}")
    client = TestClient(make_asgi(built()))
    found = client.get("/static/stock/shelf.css")
    assert (found.status_code, found.text, found.headers["cache-control"]) == (200, "b {}", "no-cache")
    for path in ("stock/../plugin.py", "stock/%2e%2e/plugin.py", "stock/no.css", "stock", "nobody/shelf.css"):
        assert client.get(f"/static/{path}").status_code == 404
    assert client.get("/static/api/docs.html").status_code == 200


def test_health_names_what_does_not_run_and_stays_well(
    settings: Settings, enable: Enable, built: Built
) -> None:
    in_a_file(settings.home / "plugins" / "bad.py", "1 / 0")
    enable("bad", "gone")
    answer = TestClient(make_asgi(built())).get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "quarantined": ["bad"], "missing": ["gone"]}
    safe = TestClient(make_asgi(built(safe=True))).get("/health")
    assert safe.json() == {"status": "ok", "safe_mode": True}


def test_without_plugins_health_is_short(settings: Settings, built: Built) -> None:
    assert TestClient(make_asgi(built())).get("/health").json() == {"status": "ok"}
    build(settings, {}).close()
