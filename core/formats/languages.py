"""Languages as BCP 47 tags: de, pt-BR, zh-Hant."""

import re
from functools import cache
from typing import TYPE_CHECKING

from core.labels import translations

_ = translations("core")

if TYPE_CHECKING:
    from babel import Locale

_TAG = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{4})?(?:[-_](?:[a-z]{2}|\d{3}))?", re.ASCII | re.IGNORECASE)


def parse_language(text: str) -> str:
    """The tag in its usual form (`zh-Hant`, `pt-BR`), from a tag or a name in English, Chinese or itself.

    Raises ValueError for a tag that names no known language, script or region.
    """
    written = text.strip()
    if _TAG.fullmatch(written) and (tag := _known_tag(written.replace("_", "-"))):
        return tag
    named = _names().get(written.casefold()) if len(written) <= 60 else None
    if named is None:
        raise ValueError(_("is not a language tag, such as en, de-AT or zh-Hant"))
    return named


@cache
def usual_languages() -> tuple[str, ...]:
    """The tags to choose from, sorted: languages by themselves, and Chinese by its scripts."""
    from babel import Locale
    from babel.localedata import locale_identifiers

    known = Locale("en").languages
    alone = {code for code in locale_identifiers() if code in known and code != "root"}
    return tuple(sorted({*alone, "zh-Hans", "zh-Hant"}))


def language_name(tag: str, locale: str) -> str:
    """The language's name in the language of `locale` (`en`, `zh_Hans`); the tag where it has none."""
    from babel import Locale

    language, *rest = tag.split("-")
    name = Locale.parse(locale.replace("-", "_")).languages.get(tag.replace("-", "_"))
    return str(name or _composed_name(language, rest, Locale.parse(locale.replace("-", "_"))))


def _composed_name(language: str, rest: list[str], words: "Locale") -> str:
    parts = [str(words.scripts.get(part) or words.territories.get(part) or part) for part in rest]
    name = str(words.languages.get(language, language))
    return f"{name} ({', '.join(parts)})" if parts else name


def _known_tag(tag: str) -> str | None:
    from babel import Locale

    english = Locale("en")
    language, *rest = tag.split("-")
    script = "".join(part.title() for part in rest if len(part) == 4)
    region = "".join(part.upper() for part in rest if len(part) != 4)
    known = language.lower() in english.languages
    known = (
        known and (not script or script in english.scripts) and (not region or region in english.territories)
    )
    return "-".join(filter(None, (language.lower(), script, region))) if known else None


@cache
def _names() -> dict[str, str]:
    """Names in English and Chinese, then each language's own name for itself."""
    from babel import Locale
    from babel.localedata import locale_identifiers

    own = ((language, Locale.parse(language)) for language in locale_identifiers() if "_" not in language)
    names = {str(locale.languages.get(language, language)).casefold(): language for language, locale in own}
    for words in (Locale.parse(name) for name in ("zh_Hant", "zh_Hans", "en")):
        names |= {str(name).casefold(): str(code).replace("_", "-") for code, name in words.languages.items()}
    return names
