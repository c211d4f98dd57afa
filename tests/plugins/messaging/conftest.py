"""Applications with the plugin, which may ask servers of this machine; mail servers that are real."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pydantic import SecretStr

from core.config import Settings
from core.data.history import CORE, Owner
from core.data.migrations import upgrade
from core.services.work import App
from core.testing.databases import Preparation
from plugins.messaging import plugin
from tests.certificates import Certificate, certificate_for
from tests.gateways import HOST
from tests.plugins.messaging.asking import put
from tests.plugins.messaging.mail_servers import PASSWORD, USER, MailServer, mail_server

OWNER = Owner("messaging", Path(plugin.__file__).parent / "migrations")


@pytest.fixture
def preparation() -> Preparation:
    """The tables of core and of the plugin."""
    return Preparation("core and messaging", lambda database: upgrade(database, [CORE, OWNER]))


@pytest.fixture
def plugins() -> Mapping[str, object]:
    """The plugin."""
    return {"messaging": plugin}


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings with a secret key, under which gateways on this machine are allowed."""
    key = SecretStr("k" * 40)
    return Settings(home=tmp_path, database_url=database_url, secret_key=key, outbound_hosts=HOST)


@pytest.fixture
def app(app: App) -> App:
    """The application of a company that tells of services whoever has not said no."""
    put(app, service_needs_consent=False)
    return app


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for this machine that nobody else vouches for."""
    return certificate_for(tmp_path_factory.mktemp("tls"), "localhost")


@pytest.fixture
def mail(app: App, certificate: Certificate) -> Iterator[MailServer]:
    """A mail server that the settings name, with STARTTLS and a password."""
    with mail_server(certificate) as server:
        put(
            app,
            smtp_host="localhost",
            smtp_port=server.port,
            smtp_user=USER,
            smtp_password=PASSWORD,
            smtp_authority=certificate.authority,
            sender="crm@guanxi.example",
            sender_name="Guanxi",
            send_seconds=5,
        )
        yield server
