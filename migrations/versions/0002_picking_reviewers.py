"""Reviewers: exceptions that a second editor allows, ratings, reminders; decisions taken back"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases_review", sa.Column("rating", sa.Integer()))
    op.add_column("cases_review", sa.Column("reminded_at", sa.TIMESTAMP(timezone=True)))
    op.add_column("cases_review", sa.Column("overdue_at", sa.TIMESTAMP(timezone=True)))
    before = sa.Column("state_before", sa.String(20), nullable=False, server_default="in_review")
    op.add_column("cases_ruling", before)
    op.alter_column("cases_ruling", "state_before", server_default=None)
    op.add_column("cases_ruling", sa.Column("reversed_at", sa.TIMESTAMP(timezone=True)))
    op.add_column("cases_ruling", sa.Column("reversed_by", sa.Uuid()))
    op.add_column("cases_ruling", sa.Column("reversal", sa.String(4000), nullable=False, server_default=""))
    op.alter_column("cases_ruling", "reversal", server_default=None)
    op.create_foreign_key(
        op.f("fk_cases_ruling_reversed_by"),
        "cases_ruling",
        "identity_person",
        ["reversed_by"],
        ["id"],
    )
    op.create_index(
        "ix_cases_review_due",
        "cases_review",
        ["due_on"],
        postgresql_where=sa.text("status IN ('invited', 'accepted')"),
    )
    op.create_table(
        "cases_reviewer_exception",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reasons", postgresql.ARRAY(sa.String(40)), nullable=False),
        sa.Column("why", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases_case.id"],
            name=op.f("fk_cases_reviewer_exception_case_id"),
            ondelete="CASCADE",
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["identity_person.id"],
                name=op.f(f"fk_cases_reviewer_exception_{column}"),
            )
            for column in ("person_id", "asked_by", "decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases_reviewer_exception")),
    )
    op.create_index(
        op.f("ix_cases_reviewer_exception_person_id"), "cases_reviewer_exception", ["person_id"]
    )
    op.create_index(
        "uq_cases_reviewer_exception_open",
        "cases_reviewer_exception",
        ["case_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.drop_table("cases_reviewer_exception")
    op.drop_index("ix_cases_review_due", "cases_review")
    for name in ("reversal", "reversed_by", "reversed_at", "state_before"):
        op.drop_column("cases_ruling", name)
    for name in ("overdue_at", "reminded_at", "rating"):
        op.drop_column("cases_review", name)
