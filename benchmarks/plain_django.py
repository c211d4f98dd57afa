"""A plain Django application with one page: the list of customers, as its tutorial would write it."""

from __future__ import annotations

import os

import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__,
    SECRET_KEY="of a benchmark",  # noqa: S106
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["PLAIN_DATABASE"]}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    MIDDLEWARE=["django.middleware.gzip.GZipMiddleware", "django.middleware.common.CommonMiddleware"],
    USE_TZ=True,
)
django.setup()

HEADINGS = ("Number", "Name", "Kind", "City", "Country", "Phone", "E-mail", "Owner", "Changed")
CELLS = """
<td><a href="/customers/{{ row.id }}">{{ row.number }}</a></td><td>{{ row.name }}</td>
<td><span class="badge">{{ row.kind }}</span></td><td>{{ row.city }}</td><td>{{ row.country }}</td>
<td><a href="tel:{{ row.phone }}">{{ row.phone }}</a></td>
<td><a href="mailto:{{ row.email }}">{{ row.email }}</a></td>
<td><a href="/users/{{ row.owner.id }}">{{ row.owner.name }}</a></td>
<td>{{ row.updated_at|date:"DATETIME_FORMAT" }}</td>"""
PAGE = f"""<!doctype html><html lang="en"><head><title>Customers</title></head><body><h1>Customers</h1>
<table><thead><tr>{"".join(f"<th>{name}</th>" for name in HEADINGS)}</tr></thead>
<tbody>{{% for row in rows %}}<tr>{CELLS}</tr>{{% endfor %}}</tbody></table>
<p>{{{{ count }}}}</p></body></html>"""


class User(models.Model):
    """Our table, read by Django."""

    name = models.TextField()

    class Meta:
        app_label = "plain"
        db_table = "core_user"
        managed = False


class Customer(models.Model):
    """Our table, read by Django."""

    number = models.TextField()
    name = models.TextField()
    name_key = models.TextField()
    kind = models.TextField()
    city = models.TextField()
    country = models.TextField()
    phone = models.TextField()
    email = models.TextField()
    owner = models.ForeignKey(User, models.DO_NOTHING)
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField()

    class Meta:
        app_label = "plain"
        db_table = "core_customer"
        managed = False


def customers(request: HttpRequest) -> HttpResponse:
    """The first page by name, and how many there are up to a thousand."""
    living = Customer.objects.filter(deleted_at=None)
    rows = living.select_related("owner").order_by("name_key", "id")[:50]
    count = living[:1001].count()
    return HttpResponse(TEMPLATE.render({"rows": rows, "count": count}))


TEMPLATE = engines["django"].from_string(PAGE)
urlpatterns = [path("customers", customers)]
application = get_asgi_application()
