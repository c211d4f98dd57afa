"""Well-formed documents as trees, within limits; nothing is fetched, defined or expanded.

defusedxml's SAX reader is used: it refuses every DOCTYPE (its tree reader does, too, but needs two passes and
bound namespace prefixes, which senders forget). The whole document is looked at even where a limit is passed,
because a document that is not well-formed is called so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, InputSource

import defusedxml.sax
from defusedxml import DefusedXmlException

from industry_packs.auto_dealer.services.adf.refusals import Quarantined

DEEPEST = 32
MOST_ELEMENTS = 10_000


@dataclass(slots=True)
class Element:
    """An element: names of it and its attributes without prefix and in small letters."""

    name: str
    attributes: dict[str, str]
    content: list[str | Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, also that of the elements in it."""
        return "".join(each if isinstance(each, str) else each.text for each in self.content)

    @property
    def children(self) -> Iterator[Element]:
        """The elements directly in it."""
        return (each for each in self.content if isinstance(each, Element))

    def all(self, name: str, *inner: str) -> Iterator[Element]:
        """The elements at the end of a path, in the order of the document; each step may match many."""
        for child in self.children:
            if child.name == name:
                yield from child.all(*inner) if inner else (child,)


def parse(text: str) -> Element:
    """The root of a document; raises Quarantined with the first reason of rule A.5, or for a DOCTYPE."""
    builder = _Builder()
    try:
        defusedxml.sax.parse(_source(text), builder, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Quarantined("dtd_forbidden") from error
    except SAXException as error:
        raise Quarantined("malformed_xml") from error
    return builder.checked()


def _source(text: str) -> InputSource:
    """The text, with an encoding that counts more than the declared one."""
    source = InputSource()
    source.setByteStream(BytesIO(text.encode()))
    source.setEncoding("utf-8")
    return source


class _Builder(ContentHandler):
    """Builds the tree while it is within the limits, and counts on."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]
        self.depth = self.deepest = self.elements = 0

    @property
    def within(self) -> bool:
        return self.deepest <= DEEPEST and self.elements <= MOST_ELEMENTS

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)
        self.elements += 1
        if self.within:
            element = Element(_local(name), _attributes(attrs))
            self.open[-1].content.append(element)
            self.open.append(element)

    def endElement(self, name: str) -> None:  # noqa: N802
        self.depth -= 1
        if self.within:
            self.open.pop()

    def characters(self, content: str) -> None:
        if self.within:
            self.open[-1].content.append(content)

    def checked(self) -> Element:
        if self.deepest > DEEPEST:
            raise Quarantined("too_deep")
        if self.elements > MOST_ELEMENTS:
            raise Quarantined("too_many_elements")
        root = next(self.root.children)
        if root.name != "adf":
            raise Quarantined("not_adf")
        return root


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _attributes(attrs: AttributesImpl) -> dict[str, str]:
    """By plain name; of two that differ in prefix or case only, the first without a prefix."""
    found: dict[str, str] = {}
    for name, value in sorted(attrs.items(), key=lambda item: ":" in item[0]):
        if not name.startswith("xmlns:"):
            found.setdefault(_local(name), value)
    return found
