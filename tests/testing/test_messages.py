"""Texts are found wherever people write them, and a template that is broken is not passed over."""

from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from core.testing.messages import marked, templates_in


def test_texts_of_templates_are_found_with_their_lines(tmp_path: Path) -> None:
    page = tmp_path / "templates" / "meters" / "list.html"
    page.parent.mkdir(parents=True)
    page.write_text('<h1>{{ _("Meters") }}</h1>\n{{ ui.button(_("{n} read", n=3), icon="x") }}{{ _(title) }}')
    found = [(text, path.name, line) for text, path, line in marked(templates_in(tmp_path))]
    assert found == [("Meters", "list.html", 1), ("{n} read", "list.html", 2)]


def test_code_and_templates_are_read_together(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text('TITLE = _("Meters")\n')
    (tmp_path / "page.html").write_text(
        '{# _("no") #}{% if true %}{{ _("Yes") }}{% endif %}<p>_("not this")</p>'
    )
    assert [text for text, *_ in marked(sorted(tmp_path.iterdir()))] == ["Meters", "Yes"]


def test_a_broken_template_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('{{ _("Never closed" }}')
    with pytest.raises(TemplateSyntaxError):
        list(marked([tmp_path / "page.html"]))
