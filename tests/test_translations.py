"""Every text of core and of what comes with it is there in all languages, and says the same in each."""

from pathlib import Path

import pytest

from core.cli.commands import COMMANDS
from core.contracts.kinds import ParseContext, Problem
from core.host.registry import Registry
from core.host.translations import LOCALES, Catalogues, locale_of
from core.labels import Label, translations
from core.services.work import App
from core.testing.messages import SIMPLIFIED, TRADITIONAL, places
from tools.messages import as_text, compiled, owners, path_of, read, sources, updated

_ = translations("core")
CHINESE = (SIMPLIFIED, TRADITIONAL)
EACH = pytest.mark.parametrize("owner", owners(), ids=lambda folder: folder.name)


@EACH
@pytest.mark.parametrize("locale", CHINESE)
def test_no_text_lacks_a_translation_and_none_is_left_over(locale: str, owner: Path) -> None:
    kept = {str(message.id): str(message.string) for message in read(locale, owner) if message.id}
    said = sources(owner)
    assert sorted(text for text in said if not kept.get(text)) == [], "run: python -m tools.messages"
    assert sorted(set(kept) - said) == [], "run: python -m tools.messages"


@EACH
@pytest.mark.parametrize("locale", CHINESE)
def test_what_is_read_is_what_was_translated(locale: str, owner: Path) -> None:
    wanted = updated(locale, owner)
    assert path_of(locale, owner).read_bytes() == as_text(wanted), "run: python -m tools.messages"
    assert path_of(locale, owner, ".mo").read_bytes() == compiled(wanted), "run: python -m tools.messages"


@EACH
@pytest.mark.parametrize("locale", CHINESE)
def test_translations_have_the_same_places_for_values(locale: str, owner: Path) -> None:
    kept = read(locale, owner)
    different = [message.id for message in kept if places(str(message.id)) != places(str(message.string))]
    assert different == []


def test_all_that_is_declared_is_translated(app: App) -> None:
    translate = Catalogues().translator(SIMPLIFIED)
    texts = {*labels(app.registry), *(entry.text for entry in COMMANDS.values())}
    english = {str(text) for text in texts if text and translate(text) == text and not text.isascii()}
    same = {str(text) for text in texts if text and translate(text) == text}
    assert (english, same) == (set(), {"ID"} & same)


def labels(registry: Registry) -> list[Label]:
    """Every label that the core's declarations show."""
    found: list[Label] = [item.title for item in registry.permissions.values()]
    for record_type in registry.types.values():
        found += [record_type.resource.title, record_type.resource.singular]
        holders = (record_type, *record_type.children.values())
        fields = [field for holder in holders for field in holder.public]
        found += [text for field in fields for text in (field.label, field.help) if isinstance(text, Label)]
        choices = [getattr(field.kind, "choices", {}) for field in fields]
        found += [text for listed in choices for text in listed.values() if isinstance(text, Label)]
    return found


def test_values_within_a_text_are_translated_too() -> None:
    text = _("{records}: {count} created.").fill(records=_("Customers"), count=3)
    assert Catalogues().translator(SIMPLIFIED)(text) == "客户：已新建 3 条。"
    assert Catalogues().translator(TRADITIONAL)(text) == "客戶：已新增 3 條。"
    assert text == "Customers: 3 created."


def test_what_nobody_translated_stays_english() -> None:
    translate = Catalogues().translator(SIMPLIFIED)
    assert translate("Customers") == "Customers"
    assert translate(Label("Meters", "utilities")) == "Meters"
    assert translate(_("")) == ""
    assert translate(_("{a} of {b}").fill(a=1, b=_("Customers"))) == "1 of 客户"


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        *(("zh-CN", "zh_Hans"), ("zh_TW.UTF-8", "zh_Hant"), ("zh-Hant-HK", "zh_Hant"), ("ZH-hk", "zh_Hant")),
        *(
            ("zh", "zh_Hans"),
            ("en-GB", "en"),
            ("de_DE@euro", "en"),
            ("", "en"),
            (None, "en"),
            ("zhuang", "en"),
        ),
    ],
)
def test_languages_have_their_catalogue(tag: str | None, locale: str) -> None:
    assert locale_of(tag) == locale
    assert locale in LOCALES


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        *(("zh-TW,zh;q=0.9,en;q=0.8", "客戶"), ("en,zh;q=0.5", "Customers"), ("de,fr;q=0.9", "Customers")),
        *(("de, zh-CN;q=0.5, en;q=0.4", "客户"), ("", "Customers"), ("zh;q=nonsense,en;q=0.1", "Customers")),
        *(("zh;q=0", "Customers"), (",;q=,;;q", "Customers"), ("x" * 100_000, "Customers")),
    ],
)
def test_the_language_wanted_most_is_spoken(header: str, expected: str) -> None:
    assert Catalogues().accepting(header)(_("Customers")) == expected


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("country", "Atlantis"), ("email", "nobody"), ("website", "ftp://x"), ("birthday", "yesterday")),
        *(
            ("annual_revenue", "1,234"),
            ("language", "gibberish!"),
            ("time_zone", "Mars"),
            ("currency", "XYZ"),
        ),
        *(("name", "x" * 300), ("phone", "1" * 60), ("do_not_contact", "perhaps"), ("kind", "animal")),
    ],
)
def test_what_is_wrong_with_a_value_is_said_in_the_readers_language(app: App, field: str, value: str) -> None:
    kind = app.registry.type_of("customers").fields[field].kind
    with pytest.raises(Problem) as refused:
        kind.parse(value, ParseContext())
    assert not Catalogues().translator(SIMPLIFIED)(refused.value.message)[:6].isascii()
