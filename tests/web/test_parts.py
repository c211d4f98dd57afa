"""Parts of pages that are kept look as if they were rendered each time."""

from __future__ import annotations

import pytest
from jinja2 import Environment
from markupsafe import Markup

from core.web.parts import MOST_KEPT, Parts

SOURCE = """
{% macro button(text, attrs={}, count=none) %}<b{{ attrs|xmlattr }}>{{ text }}{{ count }}</b>{% endmacro %}
{% macro box(title) %}<p>{{ title }}{{ caller() }}</p>{% endmacro %}
"""
PAGE = "{% call ui.box('t') %}{{ inside }}{% endcall %}"


@pytest.fixture
def environment() -> Environment:
    made = Environment(autoescape=True)
    made.globals["ui"] = Parts(made.from_string(SOURCE).module)
    return made


def shown(environment: Environment, source: str, **values: object) -> str:
    return environment.from_string(source).render(values)


def test_text_is_escaped_though_markup_that_reads_alike_was_shown_before(environment: Environment) -> None:
    hostile = "<script>"
    assert "<script>" in shown(environment, "{{ ui.button(text) }}", text=Markup(hostile))
    assert "<script>" not in shown(environment, "{{ ui.button(text) }}", text=hostile)
    assert "<script>" in shown(environment, "{{ ui.button(text) }}", text=Markup(hostile))


def test_attributes_are_told_apart_all_the_way_down(environment: Environment) -> None:
    source = "{{ ui.button('x', attrs={'title': text}) }}"
    for text in ("<i>", Markup("&lt;i&gt;"), Markup("<i>"), "<i>"):
        assert shown(environment, source, text=text) == f'<b title="{Markup.escape(text)}">xNone</b>'


@pytest.mark.parametrize(("first", "second"), [(1, True), (0, False), (True, 1)])
def test_numbers_and_flags_are_told_apart(environment: Environment, first: object, second: object) -> None:
    source = "{{ ui.button('x', count=count) }}"
    assert shown(environment, source, count=first) == f"<b>x{first}</b>"
    assert shown(environment, source, count=second) == f"<b>x{second}</b>"


def test_what_stands_inside_a_part_is_rendered_each_time(environment: Environment) -> None:
    assert shown(environment, PAGE, inside="one") == "<p>tone</p>"
    assert shown(environment, PAGE, inside="two") == "<p>ttwo</p>"


def test_a_value_of_an_unknown_kind_is_shown_as_it_is_now(environment: Environment) -> None:
    class Changing:
        text = "before"

        def __str__(self) -> str:
            return self.text

    changing = Changing()
    assert shown(environment, "{{ ui.button(text) }}", text=changing) == "<b>beforeNone</b>"
    changing.text = "after"
    assert shown(environment, "{{ ui.button(text) }}", text=changing) == "<b>afterNone</b>"


def test_no_more_is_kept_than_there_is_room_for(environment: Environment) -> None:
    shown(environment, "{% for n in range(10000) %}{{ ui.button('x', count=n) }}{% endfor %}")
    parts = environment.globals["ui"]
    assert isinstance(parts, Parts)
    assert 0 < parts.kept <= MOST_KEPT


def test_long_parts_are_not_kept(environment: Environment) -> None:
    shown(environment, "{{ ui.button(text) }}", text="x" * 100_000)
    parts = environment.globals["ui"]
    assert isinstance(parts, Parts)
    assert parts.kept == 0
