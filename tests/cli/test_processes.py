"""What only a process of its own shows: terminals, pipes, signals, closed files."""

import json
import signal
import subprocess
from pathlib import Path

import pytest
from wcwidth import width

from tests.cli.processes import COMMAND, PATIENCE, environment, on_terminal, run, start
from tests.warm import warm_command

COUNT, LARGE = 2_000, 6_000
LIST = ("customers", "list", "--sort", "number")


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with some thousand customers; tests only read it."""
    home = tmp_path_factory.mktemp("installation")
    names = (
        "Alfreds Futterkiste und Sohn GmbH & Co. KG",
        "北京四方国际贸易有限公司",
        "張偉",
        "ﾊﾝｶｸ",
        "Zoë 👩‍👩‍👧",
    )
    rows = [f"N{n},{names[n % len(names)]},Berlin,+49 30 0074{n:04}" for n in range(COUNT)]
    table = "\n".join(["number,name,city,phone", *rows])
    assert run(home, "init", "--yes").returncode == 0
    imported = run(home, "customers", "import", "-", stdin=table)
    assert f"{COUNT} created" in imported.stdout, imported.stderr
    return home


@pytest.mark.parametrize("columns", [40, 80])
def test_tables_fit_the_terminal_and_line_up(installation: Path, columns: int) -> None:
    code, shown = on_terminal(
        installation, *LIST, "--fields", "number,name,city", "--limit", "9", "--no-color", columns=columns
    )
    lines = [line for line in shown.splitlines() if line.startswith(("N", "Number"))]
    assert code == 0
    assert len(lines) == 10
    assert max(map(width, lines)) <= columns
    column = lines[0].index("City")
    assert {width(line[: line.index("Berlin")]) for line in lines[1:]} == {column}


def test_what_goes_into_a_pipe_is_not_cut(installation: Path) -> None:
    shown = run(installation, "customers", "list", "--all", env={"COLUMNS": "40"}).stdout
    assert "北京四方国际贸易有限公司" in shown
    assert "…" not in shown
    assert len(shown.splitlines()) == COUNT + 1


def test_colours_can_be_switched_off(installation: Path) -> None:
    command = ("customers", "list", "--limit", "1")
    assert "\x1b[" in on_terminal(installation, *command)[1]
    assert "\x1b[" not in run(installation, *command).stdout
    assert "\x1b[" not in on_terminal(installation, *command, "--no-color")[1]
    for more in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b[" not in on_terminal(installation, *command, env=more)[1]


@pytest.mark.parametrize("words", [["--all", "--json"], ["--all"], ["--limit", "500"]])
def test_a_reader_that_leaves_ends_it_quietly(installation: Path, words: list[str]) -> None:
    with start(installation, "customers", "list", *words) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert "Error" not in process.stderr.read()
    assert process.returncode == 0


def test_nobody_reading_from_the_start_is_quiet_too(installation: Path) -> None:
    command = " ".join([*COMMAND, "customers", "list", "--all", "--json", "|", "head", "-c", "0"])
    ran = subprocess.run(
        command, shell=True, env=environment(installation), capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""


ASKING = (
    ["init", "--home", "{new}"],
    ["customers", "delete", "N1"],
    ["users", "password", "admin"],
    ["customers", "import", "-"],
    ["customers", "list", "--where", "-"],
    ["customers", "create", "--json-input", "-"],
    ["shell"],
)


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_nothing_waits_for_a_stdin_that_is_closed(
    installation: Path, tmp_path: Path, words: list[str]
) -> None:
    command = [
        *warm_command(),
        *(word.replace("{new}", str(tmp_path / "new")) for word in words),
        "--no-input",
    ]
    line = " ".join(f"'{word}'" for word in command) + "<&-"
    ran = subprocess.run(
        line,
        shell=True,
        env=environment(installation),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


def test_the_name_has_to_be_typed(installation: Path) -> None:
    code, shown = on_terminal(installation, "customers", "delete", "N1", answers={"Type N1": "N2\n"})
    assert (code, "Cancelled" in shown) == (3, True)
    code, shown = on_terminal(installation, "customers", "delete", "N1", answers={"Type N1": "\x04"})
    assert code == 3
    assert on_terminal(installation, "customers", "show", "N1")[0] == 0


def test_what_is_typed_right_is_done(installation: Path) -> None:
    assert run(installation, "tags", "create", "--set", "name=old").returncode == 0
    code, shown = on_terminal(installation, "tags", "delete", "old", answers={"Type old": "old\n"})
    assert (code, "Tags: 1 deleted." in shown) == (0, True)


def test_init_asks_and_takes_the_answers(tmp_path: Path) -> None:
    answers = {
        "Name of the company": "Acme\n",
        "Login of": "root\n",
        "Country": "DE\n",
        "Password (empty": "correct horse\n",
    }
    code, shown = on_terminal(tmp_path / "new", "init", answers=answers)
    assert code == 0, shown
    assert "correct horse" not in shown.partition("Login: root")[0]
    assert json.loads(run(tmp_path / "new", "users", "show", "root", "--json").stdout)["data"]["active"]


def test_a_fault_is_one_line_with_a_log_id_and_a_traceback_only_with_debug(installation: Path) -> None:
    quiet = run(installation, "shell", "-c", "1 / 0")
    assert quiet.returncode == 1
    assert "Traceback" not in quiet.stderr
    log_id, path = quiet.stderr.splitlines()[-1].removeprefix("Log: ").split(" in ")
    assert f"{log_id} " in Path(path).read_text(encoding="utf-8")
    assert "ZeroDivisionError" in Path(path).read_text(encoding="utf-8")
    assert "Traceback" in run(installation, "shell", "-c", "1 / 0", "--debug").stderr


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A table that takes some time."""
    file = tmp_path / "large.csv"
    lines = (f"L{n},Customer {n},customer{n}@example.com\n" for n in range(LARGE))
    file.write_text("number,name,email\n" + "".join(lines), encoding="utf-8")
    return file


def test_ctrl_c_stops_an_import_cleanly_and_the_next_run_goes_on(tmp_path: Path, large: Path) -> None:
    assert run(tmp_path, "init", "--yes").returncode == 0
    with start(tmp_path, "customers", "import", str(large)) as process:
        assert process.stderr is not None
        assert "Rows: " in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode == 130, said
    assert "it goes on where it stopped" in said
    done = int(run(tmp_path, "customers", "list", "--count").stdout)
    assert 0 < done < LARGE
    again = run(tmp_path, "customers", "import", str(large))
    assert f"Went on after row {done}" in again.stderr
    assert again.stdout == f"Customers: {LARGE} created, 0 changed, 0 unchanged, 0 failed.\n"


def test_a_second_ctrl_c_stops_at_once(tmp_path: Path, large: Path) -> None:
    assert run(tmp_path, "init", "--yes").returncode == 0
    with start(tmp_path, "customers", "import", str(large)) as process:
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert "Ctrl-C again" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        process.stderr.read()
    assert process.returncode == 130


def test_two_commands_at_once_take_turns(tmp_path: Path) -> None:
    assert run(tmp_path, "init", "--yes").returncode == 0
    started = [start(tmp_path, "customers", "create", "--set", f"name=Racer {n}") for n in range(3)]
    assert [process.communicate(timeout=PATIENCE) and process.returncode for process in started] == [0, 0, 0]
    assert run(tmp_path, "customers", "list", "--count").stdout == "3\n"


def test_a_killed_demo_goes_on(tmp_path: Path) -> None:
    with start(tmp_path, "demo", "--no-serve") as process:
        assert process.stderr is not None
        process.stderr.readline()
        process.kill()
    assert run(tmp_path, "demo", "--no-serve").returncode == 0
    assert run(tmp_path, "customers", "list", "--count").stdout == "6073\n"


def test_a_locale_without_unicode_breaks_nothing(installation: Path) -> None:
    ran = run(installation, *LIST, "--limit", "9", env={"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 0, ran.stderr
    rows = run(installation, *LIST, "--limit", "9", "--json", env={"PYTHONIOENCODING": "ascii"})
    assert "北京" in rows.stdout


def test_a_full_disk_is_an_error(installation: Path) -> None:
    with Path("/dev/full").open("w") as full, start(installation, *LIST, stdout=full) as process:
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode == 1
    assert "No space left" in said
