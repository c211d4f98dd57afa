"""Specifications of hooks, core's and those of plugins, with what follows from their annotations."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import FunctionType, MappingProxyType
from typing import Any, get_origin, get_type_hints

from core.contracts import hookspecs
from core.contracts.markers import PROJECT, Deprecation, known_as
from core.errors import PluginFault
from core.host import results
from core.labels import translations

_ = translations("core")

CORE = "core"
SPECIFICATION = "hook_specs"

NOT_A_HOOK = _("{what} is not marked with @hookspec.")
NO_TYPES = _("The annotations of {name} cannot be read: {error}.")
IMPORT_NAMES = _("Import the names that they use outside of TYPE_CHECKING.")


@dataclass(frozen=True)
class Specification:
    """A hook: the function that specifies it, whose it is, and what its implementations may answer."""

    owner: str
    function: Callable[..., Any]
    answer: Any

    @property
    def name(self) -> str:
        """Its name, unique among its owner's."""
        return self.function.__name__

    @property
    def deprecation(self) -> Deprecation | None:
        """Since when it is deprecated and what replaces it; None if it is not."""
        return getattr(self.function, "guanxi_deprecated", None)

    @cached_property
    def known_as(self) -> str:
        """Its name among the hooks of all owners."""
        return known_as(self.owner, self.name)

    @cached_property
    def is_collected(self) -> bool:
        """Whether it is asked once, at start: without arguments, for any number of things."""
        return get_origin(self.answer) is Iterable and not inspect.signature(self.function).parameters

    @cached_property
    def fits(self) -> results.Fits:
        """Whether an implementation may answer this."""
        return results.fits(self.answer)

    @cached_property
    def expected(self) -> str:
        """What is to be answered, as it stands in code."""
        return results.readable(self.answer)

    def kind_of(self, answer: object) -> str:
        """What an answer is."""
        return results.kind_of(answer)

    def materialised(self, answer: Any) -> Any:
        """An answer that is made as it is read, read: so that it fails here and not later."""
        return list(answer) if inspect.isgenerator(answer) or isinstance(answer, map | filter) else answer


@cache
def specs_of_core() -> Mapping[str, Specification]:
    """The hooks of core, by name."""
    return MappingProxyType(read_specs(CORE, vars(hookspecs).values()))


def read_specs(owner: str, functions: Iterable[object]) -> dict[str, Specification]:
    """The hooks among `functions`, by name. Raises PluginFault for a plugin's that cannot be one."""
    found: dict[str, Specification] = {}
    for function in functions:
        if isinstance(function, FunctionType) and hasattr(function, f"{PROJECT}_spec"):
            found[function.__name__] = Specification(owner, function, _answer(owner, function))
        elif owner != CORE:
            raise PluginFault(owner, SPECIFICATION, why=NOT_A_HOOK.fill(what=repr(function)))
    return found


def _answer(owner: str, function: FunctionType) -> Any:
    try:
        return get_type_hints(function).get("return", Any)
    except Exception as error:
        why = NO_TYPES.fill(name=function.__name__, error=error)
        raise PluginFault(owner, SPECIFICATION, why=why, fix=IMPORT_NAMES) from error
