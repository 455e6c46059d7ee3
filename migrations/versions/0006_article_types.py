"""Types of articles, and the slots of write-ups that came with them"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

NEW = (
    'patients', 'question', 'answers', 'investigations', 'differential', 'causes', 'medications',
    'learning_points',
)


def upgrade() -> None:
    op.add_column(
        'cases_case',
        sa.Column('article_type', sa.String(length=20), nullable=False, server_default='case_report'),
    )
    op.alter_column('cases_case', 'article_type', server_default=None)
    op.execute(sa.text(
        "INSERT INTO cases_section (id, created_at, case_id, key, body, body_html, body_version, version)"
        " SELECT gen_random_uuid(), now(), had.case_id, new.key, '', '', 0, 0"
        " FROM cases_section AS had CROSS JOIN unnest(CAST(:keys AS text[])) AS new(key)"
        " WHERE had.key = 'title'"
        " ON CONFLICT (case_id, key) DO NOTHING"
    ).bindparams(sa.bindparam('keys', list(NEW), type_=sa.ARRAY(sa.Text()))))


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM cases_section WHERE key = ANY(:keys) AND body = ''").bindparams(
        sa.bindparam('keys', list(NEW), type_=sa.ARRAY(sa.Text()))
    ))
    op.drop_column('cases_case', 'article_type')
