"""Types of articles, the slots of write-ups that came with them, and the works that write-ups cite"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

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

    op.create_table(
        'cases_work',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column('case_id', sa.Uuid(), nullable=False),
        sa.Column('key', sa.String(length=40), nullable=False),
        sa.Column('work', postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column('sought', sa.String(length=260), nullable=False),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('added_by', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ['added_by'], ['identity_person.id'], name=op.f('fk_cases_work_added_by')
        ),
        sa.ForeignKeyConstraint(
            ['case_id'], ['cases_case.id'], name=op.f('fk_cases_work_case_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_work')),
        sa.UniqueConstraint('case_id', 'key', name=op.f('uq_cases_work_case_id_key')),
    )


def downgrade() -> None:
    op.drop_table('cases_work')
    op.execute(sa.text("DELETE FROM cases_section WHERE key = ANY(:keys) AND body = ''").bindparams(
        sa.bindparam('keys', list(NEW), type_=sa.ARRAY(sa.Text()))
    ))
    op.drop_column('cases_case', 'article_type')
