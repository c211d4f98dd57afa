"""The page of `plain_django` from the bare parts of our own stack: how fast any page made of these can be.

Starlette, SQLAlchemy without its objects, one Jinja2 template; no sessions, rights, menus or columns to
choose. What Guanxi takes more than this is what a page does beyond showing rows.
"""

from __future__ import annotations

import os

from jinja2 import Environment
from sqlalchemy import create_engine, func, select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from core.data.models import Customer, User

HEADINGS = ("Number", "Name", "Kind", "City", "Country", "Phone", "E-mail", "Owner", "Changed")
CELLS = """
<td><a href="/customers/{{ row.id }}">{{ row.number }}</a></td><td>{{ row.name }}</td>
<td><span class="badge">{{ row.kind }}</span></td><td>{{ row.city }}</td><td>{{ row.country }}</td>
<td><a href="tel:{{ row.phone }}">{{ row.phone }}</a></td>
<td><a href="mailto:{{ row.email }}">{{ row.email }}</a></td>
<td><a href="/users/{{ row.owner_id }}">{{ row.owner }}</a></td>
<td>{{ row.updated_at.strftime("%b %d, %Y, %H:%M") }}</td>"""
PAGE = f"""<!doctype html><html lang="en"><head><title>Customers</title></head><body><h1>Customers</h1>
<table><thead><tr>{"".join(f"<th>{name}</th>" for name in HEADINGS)}</tr></thead>
<tbody>{{% for row in rows %}}<tr>{CELLS}</tr>{{% endfor %}}</tbody></table>
<p>{{{{ count }}}}</p></body></html>"""
SHOWN, COUNTED = 50, 1_001

_C, _U = Customer.__table__.c, User.__table__.c
_LIVING = _C.deleted_at.is_(None)
_ROWS = (
    select(*(_C.id, _C.number, _C.name, _C.kind, _C.city, _C.country, _C.phone, _C.email, _C.owner_id))
    .add_columns(_U.name.label("owner"), _C.updated_at)
    .join_from(Customer.__table__, User.__table__, _U.id == _C.owner_id)
    .where(_LIVING)
    .order_by(_C.name_key, _C.id)
    .limit(SHOWN)
)
_COUNT = select(func.count()).select_from(select(_C.id).where(_LIVING).limit(COUNTED).subquery())

engine = create_engine(f"sqlite:///{os.environ['PLAIN_DATABASE']}")
template = Environment(autoescape=True).from_string(PAGE)


def customers(_request: Request) -> HTMLResponse:
    """The first page by name, and how many there are up to a thousand."""
    with engine.connect() as connection:
        rows = connection.execute(_ROWS).all()
        count = connection.execute(_COUNT).scalar_one()
    return HTMLResponse(template.render(rows=rows, count=count))


application = Starlette(routes=[Route("/customers", customers)], middleware=[Middleware(GZipMiddleware)])
