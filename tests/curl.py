"""As much of curl as the documentation uses, for machines that have none."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from urllib.parse import quote

import httpx2


def main() -> None:
    """Send one request and print the answer's body, with `-i` after its status and headers."""
    said = options()
    data = "&".join([*said.data, *map(encoded, said.encoded)])
    url = f"{said.url}{'&' if '?' in said.url else '?'}{data}" if said.get and data else said.url
    body = sent(said, data)
    headers = [tuple(header.split(": ", 1)) for header in said.headers]
    method = said.method or ("GET" if body is None else "POST")
    try:
        answer = httpx2.request(method, url, headers=headers, content=body, timeout=60, verify=False)
    except httpx2.ConnectError:
        sys.exit(7)
    if said.include:
        head = [f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}"]
        head += [f"{name}: {value}" for name, value in answer.headers.items()]
        sys.stdout.write("\n".join([*head, "", ""]))
    sys.stdout.write(answer.text)


def options() -> argparse.Namespace:
    """What was said."""
    parser = argparse.ArgumentParser()
    parser.add_argument("-s", action="store_true")
    parser.add_argument("-i", dest="include", action="store_true")
    parser.add_argument("-G", dest="get", action="store_true")
    parser.add_argument("-X", dest="method")
    parser.add_argument("-H", dest="headers", action="append", default=[])
    parser.add_argument("-d", dest="data", action="append", default=[])
    parser.add_argument("--data-urlencode", dest="encoded", action="append", default=[])
    parser.add_argument("--data-binary", dest="file")
    parser.add_argument("url")
    return parser.parse_args()


def sent(said: argparse.Namespace, data: str) -> bytes | None:
    """The body: a file (`@name`), or the data unless they stand in the address."""
    if said.file:
        return Path(said.file.removeprefix("@")).read_bytes()
    return None if said.get or not data else data.encode()


def encoded(pair: str) -> str:
    """`name=value` as it stands in a query."""
    name, _sign, value = pair.partition("=")
    return f"{name}={quote(value, safe='')}"


if __name__ == "__main__":
    main()
