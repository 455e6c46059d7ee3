"""What was handed in and is held is in screening"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE cases_case SET status = 'screening' "
        "WHERE status = 'submitted' AND (held_at IS NOT NULL OR removed_at IS NOT NULL)"
    )


def downgrade() -> None:
    op.execute("UPDATE cases_case SET status = 'submitted' WHERE status = 'screening'")
