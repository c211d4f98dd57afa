"""What implementations of a hook may answer, checked against the annotation of its specification."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Union, get_args, get_origin

Fits = Callable[[Any], bool]

MODULES = re.compile(r"\b(?:\w+\.)+(?=\w)")


def fits(annotation: Any) -> Fits:
    """What tells whether a value is as annotated; what cannot be told at run time is taken to fit."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is None or annotation is types.NoneType:
        return lambda value: value is None
    if origin in (Union, types.UnionType):
        return _any_of([fits(item) for item in arguments])
    if origin is typing.Literal:
        return lambda value: value in arguments
    if origin is None:
        return _instance_of(annotation)
    if issubclass(origin, Mapping):
        return _mapping_of(origin, *map(fits, arguments or (Any, Any)))
    if issubclass(origin, Iterable) and origin is not tuple:
        return _items_of(origin, fits(arguments[0] if arguments else Any))
    return _instance_of(origin)


def readable(annotation: Any) -> str:
    """An annotation as it stands in code: `Iterable[Resource]`."""
    if annotation is None or annotation is types.NoneType:
        return "None"
    return annotation.__name__ if isinstance(annotation, type) else MODULES.sub("", str(annotation))


def kind_of(value: object) -> str:
    """What a value is, with what is in it: `list of str`."""
    name = type(value).__name__
    if isinstance(value, Mapping):
        return f"{name} of {_kinds(value)} to {_kinds(value.values())}" if value else name
    if isinstance(value, list | tuple | set | frozenset):
        return f"{name} of {_kinds(value)}" if value else name
    return name


def _kinds(values: Iterable[object]) -> str:
    return ", ".join(sorted({type(value).__name__ for value in values}))


def _instance_of(kind: Any) -> Fits:
    try:
        isinstance(None, kind)
    except TypeError:  # Any, a protocol, a type variable
        return lambda _value: True
    return lambda value: isinstance(value, kind)


def _any_of(ways: list[Fits]) -> Fits:
    return lambda value: any(way(value) for way in ways)


def _mapping_of(kind: Any, key: Fits, value: Fits) -> Fits:
    return lambda found: isinstance(found, kind) and all(key(k) and value(v) for k, v in found.items())


def _items_of(kind: Any, item: Fits) -> Fits:
    def fitting(found: Any) -> bool:
        # A text is a sequence of texts, which nobody means.
        return isinstance(found, kind) and not isinstance(found, str | bytes) and all(map(item, found))

    return fitting
