"""Names of files as they may be shown and proposed: never a path, never a trap."""

import re
import unicodedata

LONGEST = 120
"""Characters: with Chinese ones, systems take no more (255 bytes)."""

LONGEST_ENDING = 16
NAMELESS = "file"

_FORBIDDEN = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
# Names of devices: Windows opens those, whatever stands behind the first dot.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_TOO_MUCH = 10_000


def clean_file_name(name: str) -> str:
    """The last part of a path, without what is unseen (controls, marks of direction) or means something.

    Never empty, never longer than LONGEST; the ending stays when the name is cut.
    """
    last = re.split(r"[/\\]", name[-_TOO_MUCH:])[-1]
    spaced = _SPACES.sub(" ", last)
    seen = "".join(sign for sign in spaced if unicodedata.category(sign) not in _UNSEEN)
    plain = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", seen)).strip(" .")
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    return _shortened(plain) or NAMELESS


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return name[:LONGEST].rstrip(" .")
    return stem[: LONGEST - len(ending) - 1].rstrip(" .") + dot + ending
