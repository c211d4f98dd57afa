"""The actions of resources as verbs."""

from core.testing.cli import Cli
from tests.cli.conftest import Make

SECRET = "correct horse battery"


def test_an_action_of_a_record_prints_the_record(cli: Cli, make: Make) -> None:
    make("customers", "number=A1", "name=Alfreds")
    make("activities", "type=call", "subject=Hello", "customer=A1")
    done = cli("activities", "complete", "1", "--outcome", "sold", "--next-type", "visit", "--json").data
    assert (done["status"], done["outcome"]) == ("done", "sold")
    assert cli("activities", "list", "--filter", "status=planned", "--count").stdout == "1\n"


def test_a_token_is_shown_once_and_revoked_by_its_id(cli: Cli, staff: None) -> None:
    made = cli("tokens", "create", "--name", "sync", "--user", "anna", "--json").data
    assert made["secret"].startswith("gx_")
    assert made["secret"] not in cli("tokens", "show", str(made["id"]), "--json").stdout
    assert cli("tokens", "revoke", str(made["id"]), "--json").data["revoked_at"]


def test_a_password_comes_from_stdin_and_is_nowhere_to_be_seen(cli: Cli, staff: None) -> None:
    ran = cli("users", "password", "anna", "--password", "-", stdin=f"{SECRET}\n")
    assert ran.code == 0
    shown = (
        ran.stdout
        + ran.stderr
        + cli("changes", "list", "--json").stdout
        + cli("users", "history", "anna").stdout
    )
    assert SECRET not in shown


def test_what_is_needed_is_named_where_nobody_can_be_asked(cli: Cli, staff: None) -> None:
    ran = cli("users", "password", "anna")
    assert ran.code == 2
    assert ran.stderr.startswith("Error: --password is missing.")


def test_a_wrong_input_is_named(cli: Cli, staff: None) -> None:
    ran = cli("users", "password", "anna", "--password", "short")
    assert ran.code == 2
    assert "  password: " in ran.stderr
    ran = cli("users", "reassign", "anna", "--to", "nobody")
    assert ran.code == 2
    assert "  to: " in ran.stderr


def test_an_action_answers_a_mapping(cli: Cli, make: Make, staff: None) -> None:
    make("customers", "number=A1", "name=Alfreds", "owner=anna")
    assert (
        cli("users", "disable", "anna").stdout.splitlines()[-1] == "owns: {'customers': 1, 'activities': 0}"
    )
    ran = cli("users", "reassign", "anna", "--to", "admin", "--json")
    assert ran.data == {"customers": 1, "activities": 0, "teams": 0}


def test_the_last_administrator_stays(cli: Cli, staff: None) -> None:
    ran = cli("users", "disable", "admin")
    assert ran.code == 2
    assert "Make another active user an administrator first." in ran.stderr


def test_an_action_needs_its_right(cli: Cli, staff: None) -> None:
    ran = cli("users", "disable", "admin", "--as", "anna")
    assert ran.code == 4
    assert "core.users.edit" in ran.stderr


def test_roles_are_granted_and_revoked(cli: Cli, staff: None) -> None:
    assert cli("users", "grant", "anna", "--role", "manager", "--json").code == 0
    assert cli("users", "grant", "anna", "--role", "manager").code == 0
    assert "Manager" in cli("users", "show", "anna").stdout
    assert cli("users", "revoke", "anna", "--role", "salesperson").code == 0
    assert "Salesperson" not in cli("users", "show", "anna").stdout
    assert cli("users", "revoke", "admin", "--role", "administrator").code == 2
