"""The log of faults: what the command line could not explain, with the traceback, under an id."""

from __future__ import annotations

import secrets
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from core.cli.invocation import Invocation
from core.errors import ConfigurationError

FILE_NAME = "faults.log"
# A command's name has at most three words; what follows may be a secret.
WORDS = 3


def note_fault(invocation: Invocation, error: BaseException, arguments: Sequence[str]) -> tuple[str, Path]:
    """Add the error to the log; answers the id of the entry and the file."""
    from core.services.clock import utc_now

    log_id = secrets.token_hex(4)
    path = _folder(invocation) / FILE_NAME
    trace = "".join(traceback.format_exception(error))
    heading = f"{log_id} {utc_now().isoformat(timespec='seconds')} {_command(arguments)}"
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"{heading}\n{trace}\n")
    return log_id, path


def _folder(invocation: Invocation) -> Path:
    """The installation's folder of logs; where there can be none, that of temporary files."""
    try:
        folder = invocation.settings.home / "log"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (ConfigurationError, OSError):
        return Path(tempfile.gettempdir())
    return folder


def _command(arguments: Sequence[str]) -> str:
    words = []
    for word in arguments[1 : WORDS + 1]:
        if word.startswith("-"):
            break
        words.append(word)
    return " ".join(words)
