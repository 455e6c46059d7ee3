"""Files of versions know whether pictures of the patient are in them"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "cases_rendition", sa.Column("pictures", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    # of those that are there it is not known: any with figures may have them
    op.execute("""
        UPDATE cases_rendition AS made SET pictures = true FROM cases_version AS version
        WHERE version.id = made.version_id AND made.format = 'pdf'
          AND jsonb_array_length(COALESCE(version.content -> 'manuscript' -> 'figures', '[]'::jsonb)) > 0
    """)


def downgrade() -> None:
    op.drop_column("cases_rendition", "pictures")
