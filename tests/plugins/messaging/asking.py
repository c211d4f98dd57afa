"""What tests do with messages, as the system."""

from typing import Any

from sqlalchemy import select

from core.services import records, settings
from core.services.work import App
from plugins.messaging.models import Entry
from plugins.messaging.public import Message, Queued, queue

HELLO = "hello"


def create(app: App, resource: str, /, **values: Any) -> int:
    """A new record."""
    with app.work(app.system("test")) as work:
        return records.create(work, resource, [values])[0]


def change(app: App, resource: str, id: int, /, **values: Any) -> None:
    """Change these fields."""
    with app.work(app.system("test")) as work:
        records.update(work, resource, [records.Update(id, values)])


def put(app: App, **values: Any) -> None:
    """Settings of messaging."""
    with app.work(app.system("test")) as work:
        for name, value in values.items():
            settings.set_value(work, f"messaging.{name}", value)


def template(app: App, name: str = HELLO, /, **values: Any) -> int:
    """A template with the variable `what`."""
    said = {"language": "en", "subject": "Hello {what}", "body": "Dear reader,\n{what}"}
    given = {"purpose": "service", "variables": {"what": "What"}, "texts": [said], **values}
    return create(app, "messaging.templates", name=name, **given)


def customer(app: App, **values: Any) -> int:
    """A customer in Germany, whom nobody wakes, since it is always day where he is."""
    given = {"name": "Acme", "email": "info@acme.example", "phone": "+49 30 901820", **values}
    return create(app, "customers", **given)


def send(app: App, key: str = "k1", /, **values: Any) -> Queued:
    """Queue one message."""
    with app.work(app.system("test")) as work:
        given = {"template": HELLO, "values": {"what": "the news"}, **values}
        return queue(work, [Message(key=key, **given)])[0]


def entry(app: App, key: str = "k1") -> Any:
    """How a message stands."""
    with app.reading(app.system()) as work:
        return work.session.scalars(select(Entry).where(Entry.key == key)).one()


def states(app: App) -> dict[str, str]:
    """How all messages stand, by key."""
    with app.reading(app.system()) as work:
        return dict(work.session.execute(select(Entry.key, Entry.state)).all())


def consent(app: App, customer: int, state: str = "given", **values: Any) -> int:
    """A word about being told things."""
    return create(app, "messaging.consents", customer=customer, state=state, **values)
