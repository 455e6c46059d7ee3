"""Publication: notices with versions of their own, corrections"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (
        ("cases_case", sa.Column("correction", sa.String(10), nullable=False, server_default="")),
        ("cases_case", sa.Column("correction_note", sa.Text(), nullable=False, server_default="")),
        ("cases_notice", sa.Column("changes", sa.Text(), nullable=False, server_default="")),
    ):
        op.add_column(table, column)
        op.alter_column(table, column.name, server_default=None)
    op.add_column("cases_notice", sa.Column("said_in_id", sa.Uuid()))
    op.create_foreign_key(
        op.f("fk_cases_notice_said_in_id"), "cases_notice", "cases_version", ["said_in_id"], ["id"]
    )
    op.create_table(
        "cases_rendition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.String(10), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["cases_version.id"], name=op.f("fk_cases_rendition_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases_rendition")),
        sa.UniqueConstraint("version_id", "format", name=op.f("uq_cases_rendition_version_id_format")),
    )
    op.create_table(
        "cases_registration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("doi", sa.String(200), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("said", sa.String(1000), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("registered_at", sa.TIMESTAMP(timezone=True)),
        sa.ForeignKeyConstraint(
            ["version_id"], ["cases_version.id"], name=op.f("fk_cases_registration_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases_registration")),
        sa.UniqueConstraint("version_id", name=op.f("uq_cases_registration_version_id")),
        sa.UniqueConstraint("doi", name=op.f("uq_cases_registration_doi")),
    )
    op.add_column("clubs_article", sa.Column("case_id", sa.Uuid()))
    op.add_column("clubs_article", sa.Column("hidden_at", sa.TIMESTAMP(timezone=True)))
    op.create_unique_constraint(op.f("uq_clubs_article_case_id"), "clubs_article", ["case_id"])
    op.create_foreign_key(op.f("fk_clubs_article_case_id"), "clubs_article", "cases_case", ["case_id"], ["id"])
    # files of the versions that are there already
    op.execute("""
        INSERT INTO core_outbox (kind, key, payload, created_at, run_at, attempts)
        SELECT 'cases.render', 'cases.render:' || v.id || ':' || f.format,
               jsonb_build_object('version_id', v.id, 'format', f.format), now(), now(), 0
        FROM cases_version v
        JOIN cases_case c ON c.id = v.case_id AND c.status IN ('published', 'retracted')
        CROSS JOIN (VALUES ('jats'), ('pdf')) AS f(format)
    """)


def downgrade() -> None:
    op.drop_constraint(op.f("fk_clubs_article_case_id"), "clubs_article", type_="foreignkey")
    op.drop_constraint(op.f("uq_clubs_article_case_id"), "clubs_article", type_="unique")
    op.drop_column("clubs_article", "hidden_at")
    op.drop_column("clubs_article", "case_id")
    op.drop_table("cases_registration")
    op.drop_table("cases_rendition")
    op.drop_constraint(op.f("fk_cases_notice_said_in_id"), "cases_notice", type_="foreignkey")
    op.drop_column("cases_notice", "said_in_id")
    op.drop_column("cases_notice", "changes")
    op.drop_column("cases_case", "correction_note")
    op.drop_column("cases_case", "correction")
