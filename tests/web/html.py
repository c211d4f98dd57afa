"""Pages as trees: `page(text).one("form", action="/customers/new")`, and what a browser sends of a form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from starlette.testclient import TestClient

WITHOUT_END = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
NOT_SENT = frozenset({"submit", "button", "image", "reset", "file"})


@dataclass(eq=False)
class Element:
    """An element with its attributes and what is in it."""

    tag: str
    attrs: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Every element below this one, in order."""
        for item in self.inside:
            if isinstance(item, Element):
                yield item
                yield from item.walk()

    def all(self, tag: str = "", **attrs: str | None) -> list[Element]:
        """The elements with this tag and these attributes.

        `data_key` means `data-key`, `class_="x"` one of the classes, None that the attribute is not there.
        """
        return [item for item in self.walk() if tag in ("", item.tag) and item.has(**attrs)]

    def has(self, **attrs: str | None) -> bool:
        """Whether it has these attributes."""
        for name, wanted in attrs.items():
            if name == "class_":
                if wanted not in self.attrs.get("class", "").split():
                    return False
            elif self.attrs.get(name.rstrip("_").replace("_", "-")) != wanted:
                return False
        return True

    def one(self, tag: str = "", **attrs: str | None) -> Element:
        """The only such element."""
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} times <{tag} {attrs}>"
        return found[0]

    @property
    def text(self) -> str:
        """Its text, blanks put together."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for item in self.inside:
            if isinstance(item, str):
                yield item
            elif item.tag not in ("script", "style"):
                yield from item._texts()
                yield " "

    def sent(self) -> list[tuple[str, str]]:
        """What a browser without scripts sends of this form, but for its buttons."""
        return [pair for item in self.walk() for pair in _sent(item)]


def _sent(item: Element) -> Iterator[tuple[str, str]]:
    name = item.attrs.get("name")
    if not name or "disabled" in item.attrs:
        return
    if item.tag == "textarea":
        yield name, "".join(part for part in item.inside if isinstance(part, str)).removeprefix("\n")
    elif item.tag == "select":
        chosen = [option for option in item.all("option") if "selected" in option.attrs]
        for option in chosen or item.all("option")[:1]:
            yield name, option.attrs.get("value", option.text)
    elif item.tag == "input" and _is_sent(item):
        yield name, item.attrs.get("value", "on" if item.attrs.get("type") == "checkbox" else "")


def _is_sent(item: Element) -> bool:
    type = item.attrs.get("type")
    return type not in NOT_SENT and (type not in ("checkbox", "radio") or "checked" in item.attrs)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        item = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(item)
        if tag not in WITHOUT_END:
            self.open.append(item)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in WITHOUT_END:
            return
        assert self.open[-1].tag == tag, f"</{tag}> ends <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def page(html: str) -> Element:
    """The tree of a page or a piece of one; every element must be closed where it was opened."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is not closed"
    return reader.open[0]


def opened(client: TestClient, address: str) -> Element:
    """The page at an address, which must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:500]
    return page(answer.text)
