"""Messages in the language of the terminal; keys, codes and data never translated."""

import json

import pytest

from core.testing.cli import Cli
from tests.cli.conftest import Make

SIMPLIFIED, TRADITIONAL = {"LC_ALL": "zh_CN.UTF-8"}, {"LC_ALL": "zh_TW.UTF-8"}


def test_help_speaks_chinese(cli: Cli) -> None:
    assert cli(**SIMPLIFIED).stdout.startswith("用法： guanxi")
    assert "完成安装" in cli("init", "--help", **SIMPLIFIED).stdout
    assert "列出客戶。" in cli("customers", "list", "--help", **TRADITIONAL).stdout
    assert len(cli(**TRADITIONAL).stdout.splitlines()) <= 25


def test_tables_errors_and_counts_speak_chinese(cli: Cli, make: Make) -> None:
    make("customers", "number=A1", "name=北京四方", "do_not_contact=true")
    assert "请勿联系  是" in cli("customers", "show", "A1", **SIMPLIFIED).stdout
    assert (
        cli("customers", "update", "A1", "--set", "city=上海", **TRADITIONAL).stdout
        == "客戶：已修改 1 條。\n"
    )
    ran = cli("customers", "list", "--filter", "nmae=x", **SIMPLIFIED)
    assert ran.stderr.splitlines()[0] == "错误： 输入无效。"
    assert "您是指 name 吗？" in ran.stderr


@pytest.mark.parametrize(
    "words",
    [["custmers"], ["customers", "list", "--lmit"], ["customers", "list", "--limit"], ["customers", "show"]],
)
def test_usage_errors_speak_chinese(cli: Cli, words: list[str]) -> None:
    ran = cli(*words, **SIMPLIFIED)
    assert ran.code == 2
    assert ran.stderr.startswith("错误： ")
    assert not ran.stderr.splitlines()[0].removeprefix("错误： ").isascii()


def test_json_is_the_same_in_every_language(cli: Cli, make: Make) -> None:
    make("customers", "number=A1", "name=北京四方")
    for words in (("customers", "show", "A1"), ("customers", "list"), ("changes", "list"), ("db", "status")):
        assert cli(*words, "--json").stdout == cli(*words, "--json", **TRADITIONAL).stdout


@pytest.mark.parametrize(
    ("variables", "start"),
    [
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "用法："),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_TW.UTF-8"}, "用法："),
        ({"LC_ALL": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "用法："),
        ({"LC_ALL": "C", "LANGUAGE": "zh_CN"}, "Usage:"),
        ({"LC_ALL": "de_DE.UTF-8"}, "Usage:"),
        ({"LC_ALL": "nonsense"}, "Usage:"),
    ],
)
def test_the_language_follows_the_rules_of_posix(cli: Cli, variables: dict[str, str], start: str) -> None:
    assert cli(**variables).stdout.startswith(start)


def test_descriptions_of_fields_are_translated_but_their_names_are_not(cli: Cli) -> None:
    found = {item["name"]: item for item in cli("customers", "fields", "--json", **SIMPLIFIED).data}
    assert found["name"]["kind"] == "text"
    assert json.dumps(found["kind"]["choices"], ensure_ascii=False) == '{"company": "公司", "person": "个人"}'
