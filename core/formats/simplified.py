"""Traditional Chinese folded to simplified, character by character."""

from collections.abc import Mapping
from functools import cache


@cache
def _table() -> Mapping[int, str]:
    """Characters that differ. Word by word conversion would fold a part of a name unlike the whole."""
    from opencc import OpenCC

    traditional = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    pairs = zip(traditional, OpenCC("t2s").convert("\n".join(traditional)).split("\n"), strict=True)
    return {ord(old): new for old, new in pairs if old != new and len(new) == 1}


def simplified(text: str) -> str:
    """The text with each traditional character replaced by its simplified one; its length stays."""
    return text.translate(_table())
