"""Which page is made by what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from tools import generate_cli_reference
from tools.reference import conformance, errors, fields, hooks, permissions, settings

FOLDER = Path(__file__).parents[2] / "docs" / "reference"

PAGES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "cli.md": generate_cli_reference.reference,
        "conformance.md": conformance.page,
        "errors.md": errors.page,
        "fields.md": fields.page,
        **hooks.pages(),
        "permissions.md": permissions.page,
        "settings.md": settings.page,
    }
)
