"""Rules about the texts that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from core.contracts import hookspecs
from core.host.translations import CORE_CATALOGUES, SIMPLIFIED, TRADITIONAL, Catalogues
from core.labels import Label
from core.testing.conformance.declarations import own_fields, record_types
from core.testing.conformance.findings import Finding
from core.testing.conformance.subject import Subject
from core.testing.messages import catalogue_path, marked, places, read_catalogue, templates_in

CHINESE = (SIMPLIFIED, TRADITIONAL)
TITLED: tuple[Callable[[], Iterable[Any]], ...] = (
    hookspecs.permissions,
    hookspecs.role_templates,
    hookspecs.activity_types,
    hookspecs.extensions,
    hookspecs.jobs,
)
MARK = 'Write _("...") with _ = translations("{name}").'


def texts_are_marked(subject: Subject) -> Iterator[Finding]:
    """In a folder or package, every text is marked with the plugin's own `_`, or that of one it requires."""
    if not subject.is_folder:
        return
    for place, text in _shown(subject):
        owner = text.owner if isinstance(text, Label) else ""
        if owner not in (subject.name, *subject.found.requires) and not _is_cores(text):
            yield Finding(f"The text {text!r} cannot be translated.", MARK.format(name=subject.name), place)


def _is_cores(text: str) -> bool:
    """Whether it is a text that core brings with its translation, such as the name of a companion column."""
    return Catalogues(CORE_CATALOGUES).translator(SIMPLIFIED)(text) != text


def _shown(subject: Subject) -> Iterator[tuple[str, str]]:
    """Every text that is declared, with the place of its declaration."""
    for item in record_types(subject):
        place, resource = subject.where_of(item.model), item.resource
        titles = [line.title for line in resource.children] + [action.title for action in resource.actions]
        yield from ((place, text) for text in (resource.title, resource.singular, *titles))
    for model, field in own_fields(subject):
        place, listed = subject.where_of(model), getattr(field.kind, "choices", {}).values()
        if not field.hidden and not _is_system(subject, model, field.attribute):
            yield from ((place, text) for text in (field.label, field.help, *listed) if text)
    for spec in TITLED:
        titles = [
            item.title
            for owner, item in subject.assembly.hooks.collect(spec)
            if owner == subject.name and item.title
        ]
        yield from ((subject.where_of_hook(spec.__name__), title) for title in titles)


def _is_system(subject: Subject, model: type, attribute: str) -> bool:
    """Whether a column comes from a base class of core."""
    return any(attribute in vars(base) for base in model.__mro__[1:] if base.__module__.startswith("core."))


def texts_are_translated(subject: Subject) -> Iterator[Finding]:
    """In a folder or package, every marked text has a translation into both kinds of Chinese, with the same
    places for values, and gettext reads what the .po file says.
    """
    if not subject.is_folder:
        return
    folder = subject.found.location / "locale"
    paths = [source.path for source in subject.sources if source.runs and source.tree]
    paths += templates_in(subject.found.location)
    texts = {text: subject.where(path, line) for text, path, line in marked(paths)}
    for locale in CHINESE if texts else ():
        path = catalogue_path(folder, subject.name, locale, ".mo")
        kept = _said(path, locale)
        for text, where in texts.items():
            if not kept.get(text):
                yield Finding(
                    f"{text!r} has no translation into {locale}.",
                    f"Add it to locale/{locale}/LC_MESSAGES/{subject.name}.po, not as fuzzy, and compile it.",
                    where,
                )
            elif places(text) != places(kept[text]):
                yield Finding(
                    f"The translation of {text!r} into {locale} has other places for values.",
                    "Use the same names in braces.",
                    where,
                )


def catalogues_are_compiled(subject: Subject) -> Iterator[Finding]:
    """A catalogue that gettext reads (.mo) says what the one that people edit (.po) says."""
    for locale in CHINESE if subject.is_folder else ():
        folder = subject.found.location / "locale"
        path = catalogue_path(folder, subject.name, locale)
        if path.exists() and _said(path, locale) != _said(path.with_suffix(".mo"), locale):
            yield Finding(
                f"{path.name} was changed after it was compiled.", "Compile it.", subject.where(path)
            )


def _said(path: Path, locale: str) -> Mapping[str, str]:
    """The translations of a catalogue, without guesses (fuzzy), which compilers leave out."""
    messages = read_catalogue(path, locale)
    return {str(m.id): str(m.string) for m in messages if m.id and m.string and not m.fuzzy}


RULES = (texts_are_marked, texts_are_translated, catalogues_are_compiled)
