"""Reviews with remarks, signatures and trainees; who is not to review; the thread a case comes from"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

NO = sa.text('false')


def upgrade() -> None:
    op.add_column('cases_case', sa.Column('source_thread_id', sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f('fk_cases_case_source_thread_id'), 'cases_case', 'forums_thread', ['source_thread_id'], ['id']
    )
    op.add_column(
        'cases_collection', sa.Column('publishes_reviews', sa.Boolean(), nullable=False, server_default=NO)
    )
    op.alter_column('cases_collection', 'publishes_reviews', server_default=None)
    op.add_column(
        'cases_review',
        sa.Column('remarks', postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'")),
    )
    for name in ('signed', 'published', 'with_trainee'):
        op.add_column('cases_review', sa.Column(name, sa.Boolean(), nullable=False, server_default=NO))
    op.add_column(
        'cases_reviewer_identity',
        sa.Column('trainee', sa.String(length=200), nullable=False, server_default=sa.text("''")),
    )
    op.create_table(
        'cases_opposed',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column('case_id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('why', sa.String(length=500), nullable=False),
        sa.Column('named_by', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ['case_id'], ['cases_case.id'], name=op.f('fk_cases_opposed_case_id'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['named_by'], ['identity_person.id'], name=op.f('fk_cases_opposed_named_by')
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['identity_person.id'], name=op.f('fk_cases_opposed_person_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_opposed')),
        sa.UniqueConstraint('case_id', 'person_id', name=op.f('uq_cases_opposed_case_id_person_id')),
    )
    op.create_index(op.f('ix_cases_opposed_person_id'), 'cases_opposed', ['person_id'])


def downgrade() -> None:
    op.drop_table('cases_opposed')
    op.drop_column('cases_reviewer_identity', 'trainee')
    for name in ('with_trainee', 'published', 'signed', 'remarks'):
        op.drop_column('cases_review', name)
    op.drop_column('cases_collection', 'publishes_reviews')
    op.drop_column('cases_case', 'source_thread_id')
