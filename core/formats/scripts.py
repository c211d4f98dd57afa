"""Which writing a character belongs to, as patterns that compile when first needed (10 ms each)."""

import re
from functools import cache

# Ranges for a character class of a regular expression.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"  # Chinese, also in Japanese and Korean
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
HANGUL = "\uac00-\ud7a3"
BOPOMOFO = "\u3105-\u312f"
CJK = HAN + KANA + HANGUL + BOPOMOFO


@cache
def han_run() -> re.Pattern[str]:
    """Chinese characters one after another."""
    return re.compile(f"[{HAN}]+")


@cache
def cjk_run() -> re.Pattern[str]:
    """Chinese characters, kana and hangul one after another."""
    return re.compile(f"[{CJK}]+")
