"""Documents that attack, or that arrive damaged: there is always an outcome, and never an exception."""

import codecs
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from industry_packs.auto_dealer.public import read
from tests.industry_packs.auto_dealer.adf_documents import CONTACT, adf, outcome, prospect, told

ENTITY = '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">'
REASONS = {
    "<!DOCTYPE adf>" + adf(): "dtd_forbidden",
    '<!DOCTYPE adf SYSTEM "http://127.0.0.1/adf.dtd">' + adf(): "dtd_forbidden",
    f"<!DOCTYPE adf [{ENTITY}]>{adf()}": "dtd_forbidden",
    "<!doctype html>" + adf(): "dtd_forbidden",
    adf() + "<!ENTITY % p SYSTEM 'file:///etc/passwd'>": "dtd_forbidden",
    "<adf><!-- <!DOCTYPE adf>": "dtd_forbidden",
    "Hello <!-- see: <!DOCTYPE adf> & " + adf(): "dtd_forbidden",
    "<? hidden " + adf() + "<!DOCTYPE adf> ?>": "malformed_xml",
    adf(prospect("&undefined;")): "malformed_xml",
    adf(prospect("&#0;")): "malformed_xml",
    adf(prospect("&#xD800;")): "malformed_xml",
    adf(prospect("\x01")): "malformed_xml",
    adf(prospect("\x00")): "malformed_xml",
    adf() + adf(): "malformed_xml",
    "<adf>": "malformed_xml",
    "": "malformed_xml",
    " \n": "malformed_xml",
    "A car, please.": "malformed_xml",
    "<!-- " + adf() + " -->": "malformed_xml",
    "Sent: <? " + adf() + " ?>": "malformed_xml",
    "<adf a='1' a='2'/>": "malformed_xml",
    "<prospect/>": "not_adf",
    "<html><body>" + adf() + "</body></html>": "not_adf",
    "<adfs/>": "not_adf",
    "<x" * 50_000: "malformed_xml",
    "<x>" * 50_000: "malformed_xml",
    "<!--" * 60_000: "malformed_xml",
    "<!-- a -->" * 20_000: "malformed_xml",
    "</adf>" * 40_000 + "<adf" * 5_000: "malformed_xml",
    "<adf " * 50_000: "malformed_xml",
    "<" * 250_000: "malformed_xml",
    "<?xml " * 40_000: "malformed_xml",
    "<?xml " + " " * 200_000: "malformed_xml",
    "<?xml encoding = '" + " " * 200_000: "malformed_xml",
    "<adf" + " " * 200_000: "malformed_xml",
    "</adf" + " " * 200_000: "malformed_xml",
    "<" + "a" * 200_000: "malformed_xml",
    "<a" + ":a" * 100_000 + "/>": "not_adf",
    "<adf" + "".join(f" a{number}=''" for number in range(20_000)) + ">": "malformed_xml",
}


@pytest.mark.parametrize("document", REASONS, ids=lambda text: text[:30])
def test_what_is_quarantined(document: str) -> None:
    assert outcome(document)[0] == REASONS[document]
    assert told(document)["leads"] == []


@pytest.mark.parametrize("quoted", ["<!-- <!DOCTYPE x> -->", "<![CDATA[<!DOCTYPE x [<!ENTITY y 'z'>]>]]>"])
def test_a_declaration_that_is_only_quoted_is_none(quoted: str) -> None:
    assert outcome(adf(prospect(quoted))) == ("accepted", [])
    assert outcome(adf(prospect(quoted + "<!DOCTYPE x>"))) == ("dtd_forbidden", [])


def test_size_is_counted_in_bytes_before_anything_else() -> None:
    room = 256 * 1024 - len(adf(prospect("<x></x>")))
    assert outcome(adf(prospect(f"<x>{'a' * room}</x>"))) == ("accepted", [])
    assert outcome(adf(prospect(f"<x>{'a' * (room + 1)}</x>"))) == ("too_large", [])
    assert outcome(b"\xff" * (256 * 1024 + 1)) == ("too_large", [])


def test_depth_and_number_of_elements() -> None:
    assert outcome("<adf>" + "<a>" * 31 + "</a>" * 31 + "</adf>") == ("accepted", [])
    assert outcome("<adf>" + "<a>" * 32 + "</a>" * 32 + "</adf>") == ("too_deep", [])
    assert outcome("<adf>" + "<a/>" * 9_999 + "</adf>") == ("accepted", [])
    assert outcome("<adf>" + "<a/>" * 10_000 + "</adf>") == ("too_many_elements", [])
    assert outcome("<x>" * 30_000 + "</x>" * 30_000) == ("too_deep", [])
    assert outcome("<x>" + "<a/>" * 10_000 + "</x>") == ("too_many_elements", [])
    assert outcome("<adf>" + "<a>" * 32 + "<a/>" * 10_000) == ("malformed_xml", [])


DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
REPAIRS = {
    DECLARATION + "\n" + adf() + "\n\n": [],
    "<!-- c -->" + adf() + "<!-- c --><?p?>": [],
    "\r\n\t\u3000" + adf(): ["leading_whitespace"],
    "\n" + DECLARATION + adf(): ["leading_whitespace"],
    "<?ADF VERSION='1.0'?>" + DECLARATION + adf(): ["xml_decl_moved"],
    "<!-- c -->\n" + DECLARATION + adf() + "<!-- c -->": ["xml_decl_moved"],
    "New lead: " + DECLARATION + adf(): ["envelope_trimmed"],
    adf() + "\n-- \nSent by a portal & more": ["envelope_trimmed"],
    "Dear <dealer@example.com>,\n" + adf() + "\nBye </body>": ["envelope_trimmed"],
    "\nNew:\n<?adf?>\n" + DECLARATION + adf() + "\x00": [
        "leading_whitespace",
        "envelope_trimmed",
        "xml_decl_moved",
    ],
    "<p>New lead</p>" + adf() + "<p>Bye</p>": ["envelope_trimmed"],
    "lead: <adf/>": ["envelope_trimmed"],
    "\ufeff" + adf(): [],
}


@pytest.mark.parametrize("document", REPAIRS, ids=lambda text: text[:30])
def test_repairs(document: str) -> None:
    reading = told(document)
    assert reading["repairs"] == REPAIRS[document]
    assert reading["outcome"] == ("repaired" if reading["repairs"] else "accepted")
    assert reading["leads"] == (told(adf())["leads"] if "<prospect>" in document else [])


def named(name: str, encoding: str, text: str, mark: bytes = b"") -> bytes:
    declared = f'<?xml version="1.0" encoding="{name}"?>' if name else ""
    by = CONTACT.replace("Ann", text)
    return mark + (declared + adf(prospect(by=by))).encode(encoding)


ENCODED = {
    "utf-8 by default": ("周 é", named("", "utf-8", "周 é")),
    "utf-8": ("周", named("utf8", "utf-8", "周")),
    "latin": ("O’Neil".replace("’", "´"), named("ISO-8859-1", "latin-1", "O´Neil")),
    "windows": ("O’Neil", named("Windows-1252", "cp1252", "O’Neil")),
    "gbk": ("周杰", named("GBK", "gbk", "周杰")),
    "gb2312": ("周杰", named("gb2312", "gb2312", "周杰")),
    "gb18030": ("周𠮷", named("GB18030", "gb18030", "周𠮷")),
    "gb18030 by mark": ("周", named("", "gb18030", "周", "\ufeff".encode("gb18030"))),
    "big5": ("許功蓋", named("Big5", "big5", "許功蓋")),
    "microsoft's big5": ("粧裏", named("big5", "cp950", "粧裏")),
    "utf-16 by mark": ("周𠮷", named("UTF-16", "utf-16-le", "周𠮷", codecs.BOM_UTF16_LE)),
    "utf-16 big": ("周", named("", "utf-16-be", "周", codecs.BOM_UTF16_BE)),
    "utf-16 without mark": ("周", named("UTF-16", "utf-16-le", "周")),
    "the mark counts": ("周", named("GBK", "utf-8", "周", codecs.BOM_UTF8)),
    "declared later": ("周", b"\n<?adf?>" + named("GBK", "gbk", "周")),
    "declared in an envelope": ("周", "您好：".encode("gbk") + named("GBK", "gbk", "周")),
}


@pytest.mark.parametrize("name", ENCODED)
def test_encodings(name: str) -> None:
    expected, document = ENCODED[name]
    (lead,) = read(document).leads
    assert lead.customer.full == expected


WRONG = {
    "not utf-8": named("", "gbk", "周"),
    "damaged": named("GBK", "gbk", "周") + b"\xff",
    "unknown": named("UTF-7", "utf-8", "a"),
    "of python": named("rot13", "utf-8", "a"),
    "nonsense": named("x" * 9_000, "utf-8", "a"),
    "not wide": named("UTF-16", "utf-8", "a"),
    "wide, not said": named("", "utf-16-le", "a"),
    "wide, said otherwise": named("UTF-8", "utf-16-be", "a"),
    "half a character": named("", "utf-16-le", "a", codecs.BOM_UTF16_LE)[:-1],
    "half a pair": codecs.BOM_UTF16_LE + b"<\x00\x00\xd8>\x00",
    "utf-32": named("UTF-32", "utf-32-le", "a", codecs.BOM_UTF32_LE),
    "surrogates in utf-8": adf().encode() + b"\xed\xa0\x80",
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_decoded_is_kept(name: str) -> None:
    assert outcome(WRONG[name]) == ("encoding", [])


def test_a_declaration_hidden_by_an_encoding_is_found() -> None:
    for encoding in ("utf-16", "gb18030", "big5"):
        text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE adf>{adf()}'
        assert outcome(text.encode(encoding)) == ("dtd_forbidden", [])


TAGS = "<adf> </adf> <prospect> </prospect> <vehicle> </vehicle> <vin> </vin> </id> {{7*7}} &lt; &x; &#1; 周"
OTHERS = ("<!DOCTYPE x>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0'?>", "<?adf?>", "<?", "?>")
PIECES = st.sampled_from([*TAGS.split(), *OTHERS, " ", "\n", "\ufeff", "\x00", "<id source='=1'>"])
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-16-le", "gb18030"])


def is_an_outcome(document: bytes) -> bool:
    reading = read(document)
    quarantined = reading.outcome == "quarantined"
    repaired = reading.outcome == "repaired"
    return quarantined == (reading.reason is not None) and (quarantined or repaired == bool(reading.repairs))


@given(st.binary(max_size=200))
def test_any_bytes_have_an_outcome(document: bytes) -> None:
    assert is_an_outcome(document)
    assert is_an_outcome(adf().encode()[:100] + document + adf().encode()[100:])


@given(st.lists(PIECES, max_size=25), ENCODINGS)
def test_any_markup_has_an_outcome(pieces: list[str], encoding: str) -> None:
    assert is_an_outcome("".join(pieces).encode(encoding))
    assert is_an_outcome(adf("".join(pieces)).encode(encoding))


@given(st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=12))
def test_whatever_stands_around_a_document_its_leads_are_whole_or_a_person_looks(
    before: list[str], after: list[str]
) -> None:
    reading = told("".join(before) + adf() + "".join(after))
    whole: dict[str, Any] = told(adf())["leads"][0]
    assert reading["outcome"] == "quarantined" or reading["leads"] in ([whole], [])


XML_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
)


@given(XML_TEXT)
def test_texts_come_out_exactly_as_they_went_in(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    reading = read(adf(prospect(by=f"<customer><comments>{escaped}</comments></customer>")).encode())
    assert reading.leads[0].comments == (text.strip() or None)
