"""Where settings come from, who wins, what is refused, and that secrets stay secret."""

import stat
from pathlib import Path

import pytest

from core.config import Settings, create_secret_key, load
from core.errors import ConfigurationError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, and none of this machine's variables."""
    for key in Settings.model_fields:
        monkeypatch.delenv(f"GUANXI_{key.upper()}", raising=False)
    monkeypatch.setenv("GUANXI_HOME", str(tmp_path))
    return tmp_path


def write(home: Path, content: str) -> None:
    (home / "guanxi.toml").write_text(content, encoding="utf-8")


def test_flag_before_environment_before_file_before_default(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load().port == 8000
    write(home, "port = 1")
    assert load().port == 1
    monkeypatch.setenv("GUANXI_PORT", "2")
    assert load().port == 2
    assert load({"port": 3, "host": None}).port == 3


def test_explain_names_the_origin(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home, 'threads = 2\nhost = "::1"')
    monkeypatch.setenv("GUANXI_HOST", "127.0.0.2")
    settings = load({"port": 9000})
    origins = {key: settings.explain(key).origin for key in ("port", "host", "threads", "log_level")}
    assert origins == {
        "port": "flag",
        "host": "environment GUANXI_HOST",
        "threads": f"file {home / 'guanxi.toml'}",
        "log_level": "default",
    }
    assert settings.explain("host").value == "127.0.0.2"


def test_the_default_home_is_var(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.delenv("GUANXI_HOME")
    monkeypatch.chdir(home)
    settings = load()
    assert settings.home == home / "var"
    assert settings.database_url == f"sqlite:///{home}/var/guanxi.sqlite3"


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANXI_PORT", "")
    assert load().explain("port").origin == "default"


def test_settings_made_directly_ask_nobody(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    write(home, "port = 1")
    monkeypatch.setenv("GUANXI_THREADS", "2")
    settings = Settings(home=home)
    assert (settings.port, settings.threads) == (8000, 4)


REFUSED = {
    "a typing error": ("databse_url = 'x'", "databse_url.*guanxi.toml.*Did you mean database_url"),
    "nonsense": ("qqq = 1", r"qqq.*config show"),
    "a table": ("[server]\nport = 1", "There is no setting server"),
    "not a number": ("port = 'many'", r"port cannot be many.*guanxi\.toml.*The port to serve on"),
    "out of range": ("port = 70000", "port cannot be 70000.*65535"),
    "zero": ("lock_timeout = 0", "lock_timeout cannot be 0"),
    "a word of its own": ("log_level = 'loud'", "log_level cannot be loud"),
    "no TOML": ("port: 1", "cannot be read.*line 1"),
    "not UTF-8": ("host = '\udcff'", "cannot be read"),
    "its own place": ("home = '/'", "cannot set home"),
    "a short secret": ("secret_key = 'hush'", r"secret_key cannot be \*+.*at least 32"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_is_refused(home: Path, content: str, reason: str) -> None:
    (home / "guanxi.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigurationError, match=reason) as refused:
        load()
    assert "hush" not in str(refused.value)


def test_unknown_flags_and_keys_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="Did you mean port"):
        load({"prot": 1})
    with pytest.raises(ConfigurationError, match="Did you mean workers"):
        load().explain("worker")


@pytest.mark.parametrize(("text", "value"), [("never", None), ("0", 0), ("7", 7)])
def test_statements_can_stay_unprepared(
    monkeypatch: pytest.MonkeyPatch, text: str, value: int | None
) -> None:
    monkeypatch.setenv("GUANXI_PREPARE_THRESHOLD", text)
    assert load().prepare_threshold == value


def test_init_makes_one_secret_key_for_this_user_only(home: Path) -> None:
    assert create_secret_key(load()) is True
    settings = load()
    assert stat.S_IMODE(settings.secret_key_file.stat().st_mode) == 0o600
    assert create_secret_key(Settings(home=home)) is False
    assert settings.secret_key == load().secret_key is not None
    assert [path.name for path in home.iterdir()] == ["secret_key"]


def test_a_secret_key_that_others_can_read_is_refused(home: Path) -> None:
    create_secret_key(load())
    (home / "secret_key").chmod(0o640)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        load()


URLS = ("postgresql://u:pa:s@h:5/d", "postgresql://u:p@ss@h/d", "postgresql://u@h/d?password=pass&x=1")


@pytest.mark.parametrize("url", URLS)
def test_secrets_are_not_shown(url: str) -> None:
    settings = load({"database_url": url, "secret_key": "s" * 40})
    assert settings.explain("secret_key").value == "********"
    assert "********" in settings.explain("database_url").value
    assert not any(
        secret in repr(settings) + settings.explain("database_url").value
        for secret in ("pa:s", "p@ss", "=pass", "sss")
    )
