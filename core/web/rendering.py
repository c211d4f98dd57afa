"""From templates to HTML: one environment for each language, in which `_`, `ui` and addresses are at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context as TemplateContext
from markupsafe import Markup

from core.host.discovery import Found
from core.host.templates import plugin_templates
from core.host.translations import Catalogues
from core.http.static import static_address
from core.labels import Label
from core.web.parts import Parts

TEMPLATES = Path(__file__).parents[1] / "templates"
UI = "ui.html"
TEMPLATES_KEPT = 400
SHELLS_KEPT = 500


class Compiled(BytecodeCache):
    """Templates as Python's code, the same for all languages; a changed template is compiled anew."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja the code of a template, if it is there."""
        if code := self._codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._codes[bucket.key] = bucket.bytecode_to_string()


class Renderer:
    """Renders the templates of core (`layout.html`) and of plugins (`sales/forecast.html`)."""

    def __init__(self, catalogues: Catalogues, plugins: Iterable[Found], compiled: Compiled) -> None:
        self._catalogues = catalogues
        self._compiled = compiled
        self._plugins = {item.name: item for item in plugins}
        self.environment = lru_cache(self._make)

    def render(self, locale: str, name: str, values: Mapping[str, Any], block: str = "") -> str:
        """A template, or one block of it, in a language."""
        template = self.environment(locale).get_template(name)
        if not block:
            return template.render(values)
        context = template.new_context(dict(values))
        return "".join(template.blocks[block](context))

    def _make(self, locale: str) -> Environment:
        made = Environment(
            loader=ChoiceLoader([FileSystemLoader(TEMPLATES), plugin_templates(self._plugins.values())]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=TEMPLATES_KEPT,
            bytecode_cache=self._compiled,
        )
        translate, owners = self._catalogues.translator(locale), frozenset(self._plugins)

        @pass_context
        def marked(context: TemplateContext, text: str, **values: object) -> str:
            """The text of a template, which belongs to the owner of the template, in this language."""
            owner = (context.name or "").partition("/")[0]
            return translate(Label(text, owner if owner in owners else "core", values))

        @lru_cache(SHELLS_KEPT)
        def around(shell: Any) -> Callable[[str], Markup]:
            """The pieces around a page, by name; equal shells look the same, so each is rendered once."""
            return cache(lambda name: Markup(made.get_template(name).render(shell=shell)))  # noqa: S704  # escaped

        made.globals |= {"around": around, "_": marked, "static": static_address, "locale": locale}
        made.filters["label"] = translate
        # Macros are called without an import, also where a block is rendered alone.
        made.globals["ui"] = Parts(made.get_template(UI).module)
        return made
