"""Neither database splits, changes or drops a token: what is indexed is what was made."""

import pytest
from sqlalchemy import text

from core.data.engine import Database
from core.formats.tokens import identity_tokens, index_tokens, phone_tokens

# Words that the parser of PostgreSQL takes apart or reads as numbers, hosts, addresses, tags or versions.
TEXTS = (
    *("1e5 1e5a 015e30ee 12e 0x1f 3m -5 +5 1.5e10 1-2 007 2e-5 1e99999 " + "1" * 40, "a" * 100, "1a" * 50),
    *(
        "http://example.com/a/b?c=d#e",
        "maria@example.com",
        "/usr/bin/x.y",
        "<b>&amp;</b>",
        "v1.2.3",
        "it's the of",
    ),
    *("王伟明 重庆银行 𠀀𠀁", "서울 ソニー", "Газпром Öl €5 😀", "٣٤٥", "\ue000", "AT&T A.H. O'Neil"),
)


@pytest.fixture
def tokens() -> list[str]:
    made = (maker(written) for written in TEXTS for maker in (index_tokens, phone_tokens, identity_tokens))
    return sorted({token for tokens in made for token in tokens})


@pytest.mark.databases("sqlite")
def test_sqlite_keeps_tokens_whole(database: Database, tokens: list[str]) -> None:
    with database.writing() as connection:
        connection.execute(text("CREATE VIRTUAL TABLE words USING fts5 (word, tokenize = 'unicode61')"))
        connection.execute(text("CREATE VIRTUAL TABLE kept USING fts5vocab (words, 'row')"))
        connection.execute(text("INSERT INTO words VALUES (:words)"), {"words": " ".join(tokens)})
        assert sorted(connection.scalars(text("SELECT term FROM kept"))) == tokens


@pytest.mark.databases("postgresql")
def test_postgresql_keeps_tokens_whole(database: Database, tokens: list[str]) -> None:
    together = text("SELECT unnest(tsvector_to_array(to_tsvector('simple', :words)))")
    prefix = text("SELECT to_tsvector('simple', :word) @@ to_tsquery('simple', :start)")
    with database.reading() as connection:
        assert sorted(connection.scalars(together, {"words": " ".join(tokens)})) == tokens
        for token in tokens:
            assert connection.scalar(prefix, {"word": token, "start": f"{token[:3]}:*"})
