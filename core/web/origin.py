"""Where a request comes from: no other site may have our users send forms to us."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from core.errors import Forbidden
from core.labels import translations

_ = translations("core")

FOREIGN = _("This form was not sent from a page of this host.")
AGAIN = _("Open the page anew and send the form again.")


def refuse_foreign(request: Request) -> None:
    """Raise Forbidden for a form that another site's page sent.

    Browsers say so by `Sec-Fetch-Site`, older ones by `Origin`; who sends neither is no browser, and has no
    cookies but those that he brings himself.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise Forbidden(FOREIGN, fix=AGAIN)
        return
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise Forbidden(FOREIGN, fix=AGAIN)


def local_address(address: str, otherwise: str = "/") -> str:
    """The address if it is one of this host, without a trick that leads a browser elsewhere."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and address.isprintable() and "\\" not in address else otherwise
