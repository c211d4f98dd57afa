"""The tables of core."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "core_0001_initial"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "core_unit",
    "core_role",
    "core_role_grant",
    "core_user",
    "core_user_role",
    "core_password",
    "core_token",
    "core_token_secret",
    "core_customer",
    "core_customer_phone",
    "core_customer_email",
    "core_customer_address",
    "core_customer_need",
    "core_customer_site",
    "core_customer_team_member",
    "core_contact",
    "core_contact_phone",
    "core_contact_email",
    "core_activity",
    "core_activity_participant",
    "core_tag",
    "core_tagging",
    "core_saved_view",
    "core_exchange_rate",
    "core_change",
    "core_search",
    "core_setting",
    "core_state",
    "core_idempotency",
    "core_import",
)

# SQLAlchemy cannot describe FTS5. The tokens are ASCII words, and nothing is sorted by relevance.
SQLITE_FULL_TEXT = (
    "CREATE VIRTUAL TABLE core_search_fts USING fts5("
    "tokens, content='core_search', content_rowid='id', tokenize='ascii', columnsize=0)",
    "CREATE TRIGGER core_search_fts_insert AFTER INSERT ON core_search BEGIN "
    "INSERT INTO core_search_fts(rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER core_search_fts_delete AFTER DELETE ON core_search BEGIN "
    "INSERT INTO core_search_fts(core_search_fts, rowid, tokens) VALUES ('delete', old.id, old.tokens); END",
    "CREATE TRIGGER core_search_fts_update AFTER UPDATE OF id, tokens ON core_search BEGIN "
    "INSERT INTO core_search_fts(core_search_fts, rowid, tokens) VALUES ('delete', old.id, old.tokens); "
    "INSERT INTO core_search_fts(rowid, tokens) VALUES (new.id, new.tokens); END",
)
POSTGRESQL_FULL_TEXT = (
    "CREATE INDEX ix_core_search_fts ON core_search USING gin (to_tsvector('simple', tokens))",
)


def upgrade() -> None:
    units_roles_users()
    sign_in()
    customers()
    customer_lines()
    contacts()
    activities()
    lists()
    journal_and_search()
    bookkeeping()
    full_text()
    op.execute("INSERT INTO core_state (name, value) VALUES ('rights', 0)")


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE core_search_fts")
    for table in reversed(TABLES):
        op.drop_table(table)


def full_text() -> None:
    on_sqlite = op.get_context().dialect.name == "sqlite"
    for statement in SQLITE_FULL_TEXT if on_sqlite else POSTGRESQL_FULL_TEXT:
        op.execute(statement)


def identifier() -> TypeEngine[Any]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(length: int) -> TypeEngine[Any]:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def long_text() -> TypeEngine[Any]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def moment() -> TypeEngine[Any]:
    return sa.DateTime(timezone=True)


def key() -> sa.Column[Any]:
    return sa.Column("id", identifier(), sa.Identity(), nullable=False)


def stamps() -> list[sa.Column[Any]]:
    return [
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.Column("created_by", identifier(), nullable=True),
        sa.Column("deleted_at", moment(), nullable=True),
    ]


def index(name: str, table: str, *columns: str, unique: bool = False, **options: Any) -> None:
    op.create_index(name, table, list(columns), unique=unique, **options)


def living_index(name: str, table: str, *columns: str, unique: bool = False) -> None:
    living = sa.text("deleted_at IS NULL")
    index(name, table, *columns, unique=unique, sqlite_where=living, postgresql_where=living)


def units_roles_users() -> None:
    op.create_table(
        "core_unit",
        key(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", text(32), nullable=False),
        sa.Column("name", text(200), nullable=False),
        sa.Column("kind", text(64), nullable=False),
        sa.Column(
            "parent_id",
            identifier(),
            sa.ForeignKey("core_unit.id", name="fk_core_unit_parent_id"),
            nullable=True,
        ),
        sa.Column("country", text(2), nullable=True),
        sa.Column("time_zone", text(40), nullable=True),
        sa.Column("currency", text(3), nullable=True),
        sa.Column("phone", text(40), nullable=True),
        sa.Column("email", text(254), nullable=True),
        sa.Column("name_key", text(120), nullable=True),
        sa.Column("phone_checked", sa.Boolean(), nullable=True),
        *stamps(),
        sa.PrimaryKeyConstraint("id", name="pk_core_unit"),
        sqlite_autoincrement=True,
    )
    living_index("ix_core_unit_code", "core_unit", "code", "id")
    living_index("ix_core_unit_name_key", "core_unit", "name_key", "id")
    index("ix_core_unit_parent_id", "core_unit", "parent_id")
    living_index("uq_core_unit_code", "core_unit", "code", unique=True)
    op.create_table(
        "core_role",
        key(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("title", text(200), nullable=False),
        sa.Column("description", text(500), nullable=True),
        sa.Column("title_key", text(120), nullable=True),
        *stamps(),
        sa.PrimaryKeyConstraint("id", name="pk_core_role"),
        sqlite_autoincrement=True,
    )
    living_index("ix_core_role_name", "core_role", "name", "id")
    living_index("ix_core_role_title_key", "core_role", "title_key", "id")
    living_index("uq_core_role_name", "core_role", "name", unique=True)
    op.create_table(
        "core_role_grant",
        key(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "role_id",
            identifier(),
            sa.ForeignKey("core_role.id", name="fk_core_role_grant_role_id"),
            nullable=False,
        ),
        sa.Column("permission", text(120), nullable=False),
        sa.Column("reach", text(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_core_role_grant"),
        sqlite_autoincrement=True,
    )
    index("ix_core_role_grant_role_id", "core_role_grant", "role_id")
    op.create_table(
        "core_user",
        key(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("login", text(64), nullable=False),
        sa.Column("name", text(200), nullable=False),
        sa.Column("email", text(254), nullable=True),
        sa.Column(
            "unit_id", identifier(), sa.ForeignKey("core_unit.id", name="fk_core_user_unit_id"), nullable=True
        ),
        sa.Column("language", text(20), nullable=True),
        sa.Column("time_zone", text(40), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("name_key", text(120), nullable=True),
        *stamps(),
        sa.PrimaryKeyConstraint("id", name="pk_core_user"),
        sqlite_autoincrement=True,
    )
    living_index("ix_core_user_login", "core_user", "login", "id")
    living_index("ix_core_user_name_key", "core_user", "name_key", "id")
    index("ix_core_user_unit_id", "core_user", "unit_id")
    living_index("uq_core_user_login", "core_user", "login", unique=True)
    op.create_table(
        "core_user_role",
        key(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "user_id",
            identifier(),
            sa.ForeignKey("core_user.id", name="fk_core_user_role_user_id"),
            nullable=False,
        ),
        sa.Column(
            "role_id",
            identifier(),
            sa.ForeignKey("core_role.id", name="fk_core_user_role_role_id"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_core_user_role"),
        sqlite_autoincrement=True,
    )
    index("ix_core_user_role_role_id", "core_user_role", "role_id")
    index("ix_core_user_role_user_id", "core_user_role", "user_id")


def sign_in() -> None:
    op.create_table(
        "core_password",
        sa.Column(
            "user_id",
            identifier(),
            sa.ForeignKey("core_user.id", name="fk_core_password_user_id", ondelete="CASCADE"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("hash", sa.String(200), nullable=False),
        sa.Column("changed_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_core_password"),
    )
    op.create_table(
        "core_token",
        key(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "user_id",
            identifier(),
            sa.ForeignKey("core_user.id", name="fk_core_token_user_id"),
            nullable=True,
        ),
        sa.Column("name", text(200), nullable=False),
        sa.Column("scopes", text(2000), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("last_used_at", moment(), nullable=True),
        sa.Column("revoked_at", moment(), nullable=True),
        *stamps(),
        sa.PrimaryKeyConstraint("id", name="pk_core_token"),
        sqlite_autoincrement=True,
    )
    living_index("ix_core_token_name", "core_token", "name", "id")
    index("ix_core_token_user_id", "core_token", "user_id")
    op.create_table(
        "core_token_secret",
        sa.Column(
            "token_id",
            identifier(),
            sa.ForeignKey("core_token.id", name="fk_core_token_secret_token_id", ondelete="CASCADE"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("token_id", name="pk_core_token_secret"),
        sa.UniqueConstraint("hash", name="uq_core_token_secret_hash"),
    )


def customers() -> None:
    op.create_table(
        "core_customer",
        key(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", text(64), nullable=False),
        sa.Column("number", text(40), nullable=True),
        sa.Column("name", text(200), nullable=True),
        sa.Column("legal_name", text(200), nullable=True),
        sa.Column("family_name", text(100), nullable=True),
        sa.Column("given_name", text(100), nullable=True),
        sa.Column("birthday", sa.Date(), nullable=True),
        sa.Column(
            "owner_id",
            identifier(),
            sa.ForeignKey("core_user.id", name="fk_core_customer_owner_id"),
            nullable=True,
        ),
        sa.Column(
            "unit_id",
            identifier(),
            sa.ForeignKey("core_unit.id", name="fk_core_customer_unit_id"),
            nullable=True,
        ),
        sa.Column(
            "parent_id",
            identifier(),
            sa.ForeignKey("core_customer.id", name="fk_core_customer_parent_id"),
            nullable=True,
        ),
        sa.Column("email", text(254), nullable=True),
        sa.Column("phone", text(40), nullable=True),
        sa.Column("website", text(500), nullable=True),
        sa.Column("tax_id", text(40), nullable=True),
        sa.Column("industry", text(100), nullable=True),
        sa.Column("source", text(100), nullable=True),
        sa.Column("street", text(200), nullable=True),
        sa.Column("city", text(100), nullable=True),
        sa.Column("region", text(100), nullable=True),
        sa.Column("postal_code", text(20), nullable=True),
        sa.Column("country", text(2), nullable=True),
        sa.Column("language", text(20), nullable=True),
        sa.Column("currency", text(3), nullable=True),
        sa.Column("time_zone", text(40), nullable=True),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.Column("annual_revenue", sa.BigInteger(), nullable=True),
        sa.Column("credit_limit", sa.BigInteger(), nullable=True),
        sa.Column("notes", long_text(), nullable=True),
        sa.Column("name_key", text(120), nullable=True),
        sa.Column("phone_checked", sa.Boolean(), nullable=True),
        *stamps(),
        sa.PrimaryKeyConstraint("id", name="pk_core_customer"),
        sqlite_autoincrement=True,
    )
    living_index("ix_core_customer_city", "core_customer", "city", "id")
    living_index("ix_core_customer_country", "core_customer", "country", "id")
    living_index("ix_core_customer_name_key", "core_customer", "name_key", "id")
    living_index("ix_core_customer_number", "core_customer", "number", "id")
    index("ix_core_customer_owner_id", "core_customer", "owner_id")
    index("ix_core_customer_parent_id", "core_customer", "parent_id")
    index("ix_core_customer_unit_id", "core_customer", "unit_id")
    living_index("ix_core_customer_updated_at", "core_customer", "updated_at", "id")
    living_index("uq_core_customer_number", "core_customer", "number", unique=True)


def customer_lines() -> None:
    op.create_table(
        "core_customer_phone",
        key(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "customer_id",
            identifier(),
            sa.ForeignKey("core_customer.id", name="fk_core_customer_phone_customer_id"),
            nullable=False,
        ),
        sa.Column("label", text(60), nullable=True),
        sa.Column("phone", text(40), nullable=False),
        sa.Column("phone_checked", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_customer_phone"),
        sqlite_autoincrement=True,
    )
    index("ix_core_customer_phone_customer_id", "core_customer_phone", "customer_id")
    op.create_table(
        "core_customer_email",
        key(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "customer_id",
            identifier(),
            sa.ForeignKey("core_customer.id", name="fk_core_customer_email_customer_id"),
            nullable=False,
        ),
        sa.Column("label", text(60), nullable=True),
        sa.Column("email", text(254), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_core_customer_email"),
        sqlite_autoincrement=True,
    )
    index("ix_core_customer_email_customer_id", "core_customer_email", "customer_id")
    op.create_table(
        "core_customer_address",
        key(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "customer_id",
            identifier(),
            sa.ForeignKey("core_customer.id", name="fk_core_customer_address_customer_id"),
            nullable=False,
        ),
        sa.Column("kind", text(64), nullable=False),
        sa.Column("street", text(200), nullable=True),
        sa.Column("city", text(100), nullable=True),
        sa.Column("region", text(100), nullable=True),
        sa.Column("postal_code", text(20), nullable=True),
        sa.Column("country", text(2), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_customer_address"),
        sqlite_autoincrement=True,
    )
    index("ix_core_customer_address_customer_id", "core_customer_address", "customer_id")
    op.create_table(
        "core_customer_need",
        key(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "customer_id",
            identifier(),
            sa.ForeignKey("core_customer.id", name="fk_core_customer_need_customer_id"),
            nullable=False,
        ),
        sa.Column("topic", text(100), nullable=False),
        sa.Column("source", text(200), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=True),
        sa.Column("text", long_text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_customer_need"),
        sqlite_autoincrement=True,
    )
    index("ix_core_customer_need_customer_id", "core_customer_need", "customer_id")
    op.create_table(
        "core_customer_site",
        key(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "customer_id",
            identifier(),
            sa.ForeignKey("core_customer.id", name="fk_core_customer_site_customer_id"),
            nullable=False,
        ),
        sa.Column(
            "unit_id",
            identifier(),
            sa.ForeignKey("core_unit.id", name="fk_core_customer_site_unit_id"),
            nullable=False,
        ),
        sa.Column("number", text(40), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_customer_site"),
        sqlite_autoincrement=True,
    )
    index("ix_core_customer_site_customer_id", "core_customer_site", "customer_id")
    index("ix_core_customer_site_unit_id", "core_customer_site", "unit_id")
    op.create_table(
        "core_customer_team_member",
        key(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "customer_id",
            identifier(),
            sa.ForeignKey("core_customer.id", name="fk_core_customer_team_member_customer_id"),
            nullable=False,
        ),
        sa.Column(
            "user_id",
            identifier(),
            sa.ForeignKey("core_user.id", name="fk_core_customer_team_member_user_id"),
            nullable=False,
        ),
        sa.Column("role", text(60), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_customer_team_member"),
        sqlite_autoincrement=True,
    )
    index("ix_core_customer_team_member_customer_id", "core_customer_team_member", "customer_id")
    index("ix_core_customer_team_member_user_id", "core_customer_team_member", "user_id")


def contacts() -> None:
    op.create_table(
        "core_contact",
        key(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "customer_id",
            identifier(),
            sa.ForeignKey("core_customer.id", name="fk_core_contact_customer_id"),
            nullable=False,
        ),
        sa.Column("name", text(200), nullable=True),
        sa.Column("family_name", text(100), nullable=True),
        sa.Column("given_name", text(100), nullable=True),
        sa.Column("job_title", text(200), nullable=True),
        sa.Column("department", text(100), nullable=True),
        sa.Column("roles", sa.String(500), nullable=True),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("email", text(254), nullable=True),
        sa.Column("mobile", text(40), nullable=True),
        sa.Column("phone", text(40), nullable=True),
        sa.Column("birthday", sa.Date(), nullable=True),
        sa.Column("language", text(20), nullable=True),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.Column("notes", long_text(), nullable=True),
        sa.Column("name_key", text(120), nullable=True),
        sa.Column("mobile_checked", sa.Boolean(), nullable=True),
        sa.Column("phone_checked", sa.Boolean(), nullable=True),
        *stamps(),
        sa.PrimaryKeyConstraint("id", name="pk_core_contact"),
        sqlite_autoincrement=True,
    )
    index("ix_core_contact_customer_id", "core_contact", "customer_id")
    living_index("ix_core_contact_name_key", "core_contact", "name_key", "id")
    op.create_table(
        "core_contact_phone",
        key(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "contact_id",
            identifier(),
            sa.ForeignKey("core_contact.id", name="fk_core_contact_phone_contact_id"),
            nullable=False,
        ),
        sa.Column("label", text(60), nullable=True),
        sa.Column("phone", text(40), nullable=False),
        sa.Column("phone_checked", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_contact_phone"),
        sqlite_autoincrement=True,
    )
    index("ix_core_contact_phone_contact_id", "core_contact_phone", "contact_id")
    op.create_table(
        "core_contact_email",
        key(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "contact_id",
            identifier(),
            sa.ForeignKey("core_contact.id", name="fk_core_contact_email_contact_id"),
            nullable=False,
        ),
        sa.Column("label", text(60), nullable=True),
        sa.Column("email", text(254), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_core_contact_email"),
        sqlite_autoincrement=True,
    )
    index("ix_core_contact_email_contact_id", "core_contact_email", "contact_id")


def activities() -> None:
    op.create_table(
        "core_activity",
        key(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", text(64), nullable=False),
        sa.Column("subject", text(200), nullable=True),
        sa.Column("description", long_text(), nullable=True),
        sa.Column("channel", text(64), nullable=True),
        sa.Column("direction", text(64), nullable=True),
        sa.Column("status", text(64), nullable=False),
        sa.Column("starts_at", moment(), nullable=True),
        sa.Column("ends_at", moment(), nullable=True),
        sa.Column("due_at", moment(), nullable=True),
        sa.Column("remind_at", moment(), nullable=True),
        sa.Column("done_at", moment(), nullable=True),
        sa.Column("happens_at", moment(), nullable=True),
        sa.Column("outcome", text(500), nullable=True),
        sa.Column("next_step", text(500), nullable=True),
        sa.Column(
            "owner_id",
            identifier(),
            sa.ForeignKey("core_user.id", name="fk_core_activity_owner_id"),
            nullable=True,
        ),
        sa.Column(
            "unit_id",
            identifier(),
            sa.ForeignKey("core_unit.id", name="fk_core_activity_unit_id"),
            nullable=True,
        ),
        sa.Column(
            "contact_id",
            identifier(),
            sa.ForeignKey("core_contact.id", name="fk_core_activity_contact_id"),
            nullable=True,
        ),
        sa.Column("resource", sa.String(64), nullable=True),
        sa.Column("record_id", identifier(), nullable=True),
        sa.Column(
            "customer_id",
            identifier(),
            sa.ForeignKey("core_customer.id", name="fk_core_activity_customer_id"),
            nullable=True,
        ),
        *stamps(),
        sa.PrimaryKeyConstraint("id", name="pk_core_activity"),
        sqlite_autoincrement=True,
    )
    index("ix_core_activity_about", "core_activity", "resource", "record_id")
    index("ix_core_activity_contact_id", "core_activity", "contact_id")
    index("ix_core_activity_customer_id", "core_activity", "customer_id")
    living_index("ix_core_activity_due_at", "core_activity", "due_at", "id")
    living_index("ix_core_activity_happens_at", "core_activity", "happens_at", "id")
    index("ix_core_activity_owner_id", "core_activity", "owner_id")
    index("ix_core_activity_timeline", "core_activity", "customer_id", "happens_at", "id")
    index("ix_core_activity_to_do", "core_activity", "owner_id", "status", "due_at", "id")
    index("ix_core_activity_unit_id", "core_activity", "unit_id")
    op.create_table(
        "core_activity_participant",
        key(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "activity_id",
            identifier(),
            sa.ForeignKey("core_activity.id", name="fk_core_activity_participant_activity_id"),
            nullable=False,
        ),
        sa.Column(
            "user_id",
            identifier(),
            sa.ForeignKey("core_user.id", name="fk_core_activity_participant_user_id"),
            nullable=True,
        ),
        sa.Column(
            "contact_id",
            identifier(),
            sa.ForeignKey("core_contact.id", name="fk_core_activity_participant_contact_id"),
            nullable=True,
        ),
        sa.Column("name", text(200), nullable=True),
        sa.Column("email", text(254), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_activity_participant"),
        sqlite_autoincrement=True,
    )
    index("ix_core_activity_participant_activity_id", "core_activity_participant", "activity_id")
    index("ix_core_activity_participant_contact_id", "core_activity_participant", "contact_id")
    index("ix_core_activity_participant_user_id", "core_activity_participant", "user_id")


def lists() -> None:
    op.create_table(
        "core_tag",
        key(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", text(60), nullable=False),
        sa.Column("color", text(20), nullable=True),
        sa.Column("name_key", text(120), nullable=True),
        *stamps(),
        sa.PrimaryKeyConstraint("id", name="pk_core_tag"),
        sqlite_autoincrement=True,
    )
    living_index("ix_core_tag_name_key", "core_tag", "name_key", "id")
    living_index("uq_core_tag_name", "core_tag", "name", unique=True)
    op.create_table(
        "core_tagging",
        key(),
        sa.Column(
            "tag_id",
            identifier(),
            sa.ForeignKey("core_tag.id", name="fk_core_tagging_tag_id"),
            nullable=False,
        ),
        sa.Column("resource", sa.String(64), nullable=True),
        sa.Column("record_id", identifier(), nullable=True),
        sa.Column(
            "customer_id",
            identifier(),
            sa.ForeignKey("core_customer.id", name="fk_core_tagging_customer_id"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_core_tagging"),
        sqlite_autoincrement=True,
    )
    index("ix_core_tagging_customer_id", "core_tagging", "customer_id")
    index("ix_core_tagging_tag", "core_tagging", "tag_id", "resource", "record_id")
    index("uq_core_tagging_record", "core_tagging", "resource", "record_id", "tag_id", unique=True)
    op.create_table(
        "core_saved_view",
        key(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("resource", text(64), nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column(
            "owner_id",
            identifier(),
            sa.ForeignKey("core_user.id", name="fk_core_saved_view_owner_id"),
            nullable=True,
        ),
        sa.Column(
            "unit_id",
            identifier(),
            sa.ForeignKey("core_unit.id", name="fk_core_saved_view_unit_id"),
            nullable=True,
        ),
        sa.Column("visibility", text(64), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("name_key", text(120), nullable=True),
        *stamps(),
        sa.PrimaryKeyConstraint("id", name="pk_core_saved_view"),
        sqlite_autoincrement=True,
    )
    living_index("ix_core_saved_view_name_key", "core_saved_view", "name_key", "id")
    index("ix_core_saved_view_owner_id", "core_saved_view", "owner_id")
    living_index("ix_core_saved_view_resource", "core_saved_view", "resource", "id")
    index("ix_core_saved_view_unit_id", "core_saved_view", "unit_id")
    op.create_table(
        "core_exchange_rate",
        key(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base_currency", text(3), nullable=False),
        sa.Column("currency", text(3), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", text(100), nullable=True),
        *stamps(),
        sa.PrimaryKeyConstraint("id", name="pk_core_exchange_rate"),
        sqlite_autoincrement=True,
    )
    living_index("ix_core_exchange_rate_valid_from", "core_exchange_rate", "valid_from", "id")
    living_index(
        "uq_core_exchange_rate_day",
        "core_exchange_rate",
        "currency",
        "base_currency",
        "valid_from",
        unique=True,
    )


def journal_and_search() -> None:
    op.create_table(
        "core_change",
        key(),
        sa.Column("at", moment(), nullable=False),
        sa.Column("actor_id", identifier(), nullable=True),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("door", sa.String(20), nullable=False),
        sa.Column("cause", sa.String(100), nullable=False),
        sa.Column("operation", sa.String(20), nullable=False),
        sa.Column("work_uid", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("resource", sa.String(64), nullable=True),
        sa.Column("record_id", identifier(), nullable=True),
        sa.Column(
            "customer_id",
            identifier(),
            sa.ForeignKey("core_customer.id", name="fk_core_change_customer_id"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_core_change"),
        sqlite_autoincrement=True,
    )
    index("ix_core_change_customer_id", "core_change", "customer_id")
    index("ix_core_change_record", "core_change", "resource", "record_id", "id")
    op.create_table(
        "core_search",
        key(),
        sa.Column("token_group", sa.String(20), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.Column("resource", sa.String(64), nullable=True),
        sa.Column("record_id", identifier(), nullable=True),
        sa.Column(
            "customer_id",
            identifier(),
            sa.ForeignKey("core_customer.id", name="fk_core_search_customer_id"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_core_search"),
        sqlite_autoincrement=True,
    )
    index("ix_core_search_customer_id", "core_search", "customer_id")
    index("uq_core_search_record", "core_search", "resource", "record_id", "token_group", unique=True)


def bookkeeping() -> None:
    op.create_table(
        "core_setting",
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_core_setting"),
    )
    op.create_table(
        "core_state",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_core_state"),
    )
    op.create_table(
        "core_idempotency",
        key(),
        sa.Column("actor_id", identifier(), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("request", sa.String(500), nullable=False),
        sa.Column("request_hash", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_core_idempotency"),
        sqlite_autoincrement=True,
    )
    index("ix_core_idempotency_at", "core_idempotency", "at")
    index("uq_core_idempotency_key", "core_idempotency", "actor_id", "key", unique=True)
    op.create_table(
        "core_import",
        key(),
        sa.Column("resource", sa.String(64), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("actor_id", identifier(), nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("related", sa.Text(), nullable=False),
        sa.Column("errors_position", identifier(), nullable=False),
        sa.Column("started_at", moment(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.Column("finished_at", moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_import"),
        sqlite_autoincrement=True,
    )
    running = sa.text("status = 'running'")
    options = {"sqlite_where": running, "postgresql_where": running}
    index("uq_core_import_running", "core_import", "fingerprint", unique=True, **options)
