"""What a plugin says about itself before any of its code is imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["plugin", "pack"]
OnFault = Literal["stop", "pause"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The content of `plugin.toml`, or of the comment block of a plugin in one file.

    `requires` are plugins that must be enabled too; `after` only say the order, if they are. `api` is the
    version of core.plugin_api that it was written for. With `on_fault = "pause"` a plugin that fails in a
    hook inside a transaction is disabled by itself.
    """

    name: str
    title: str
    version: str
    api: str
    kind: Kind = "plugin"
    summary: str = ""
    requires: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    license: str = ""
    authors: tuple[str, ...] = ()
    on_fault: OnFault = "stop"
