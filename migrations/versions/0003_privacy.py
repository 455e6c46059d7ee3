"""Explanations of what a privacy screen found in a write-up"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('cases_explanation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('section', sa.String(length=40), nullable=False),
    sa.Column('finding', sa.String(length=32), nullable=False),
    sa.Column('why', sa.String(length=1000), nullable=False),
    sa.Column('explained_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases_case.id'], name=op.f('fk_cases_explanation_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['explained_by'], ['identity_person.id'], name=op.f('fk_cases_explanation_explained_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_explanation')),
    sa.UniqueConstraint('case_id', 'section', 'finding', name=op.f('uq_cases_explanation_case_id_section_finding'))
    )
    op.add_column('cases_submission', sa.Column('explained', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False))


def downgrade() -> None:
    op.drop_column('cases_submission', 'explained')
    op.drop_table('cases_explanation')
