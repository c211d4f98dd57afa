"""Names of customers as they are compared: without what says only the legal form, in one script and order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from anyascii import anyascii
from opencc import OpenCC

CHINESE_FORMS = re.compile(
    "|".join(
        (
            *("股份有限责任公司", "集团股份有限公司", "集团有限公司", "股份有限公司", "有限责任公司"),
            *("控股有限公司", "有限公司", "分公司", "总公司", "责任公司", "集团公司", "公司", "集团", "控股"),
            *("股份", "合伙企业", "有限合伙", "个体工商户", "商行", "工作室", "经营部"),
        )
    )
)
LATIN_FORMS = frozenset(
    {
        *("ltd", "limited", "llc", "llp", "lp", "plc", "inc", "incorporated", "corp", "corporation", "co"),
        *("company", "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "ug", "ev", "eg", "sa", "sarl", "sas", "srl"),
        *("spa", "bv", "nv", "ab", "oy", "oyj", "as", "aps", "pty", "pte", "sdn", "bhd", "kk", "holding"),
        *("holdings", "group", "gruppe", "groupe", "und", "and", "et", "the"),
    }
)
HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
WORD = re.compile(r"[a-z0-9]+")
SHORT = 4
"""Letters at the beginning and the end of a word by which it is found."""


@lru_cache(1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplified(texts: Iterable[str]) -> list[str]:
    """Texts in simplified characters; converted all at once, which is what makes it fast."""
    joined = "\n".join(text.replace("\n", " ") for text in texts)
    converted: str = _converter().convert(joined)
    return converted.split("\n")


def core_names(names: Iterable[str | None]) -> list[str]:
    """What is left of each name for comparing: `西风有限公司` and `Westwind Co., Ltd.` lose their forms."""
    folded = [unicodedata.normalize("NFKC", name or "").casefold() for name in names]
    return [_core(text) for text in simplified(folded)] if folded else []


def _core(text: str) -> str:
    if HAN.search(text):
        bare = "".join(re.findall(r"[\w]+", text))
        return CHINESE_FORMS.sub("", bare) or bare
    words = WORD.findall(_latin(text).replace("&", " ").replace("'", "").replace(".", ""))
    left = [word for word in words if word not in LATIN_FORMS] or words
    return " ".join(sorted(left))


@lru_cache(50_000)
def _latin(text: str) -> str:
    return text if text.isascii() else anyascii(text).casefold()


def is_chinese(core: str) -> bool:
    """Whether a name is compared by its characters, not by its words."""
    return bool(HAN.search(core))


def parts(core: str) -> Iterator[str]:
    """Parts of a name of which two likely equal names share one, typing errors notwithstanding."""
    if is_chinese(core):
        yield from (core[i : i + 2] for i in range(len(core) - 1))
        return
    for word in core.split():
        if len(word) <= SHORT:
            yield word
        else:
            yield word[:SHORT]
            yield f"~{word[-SHORT:]}"
