"""Named versions of write-ups"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'cases_milestone',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column('case_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('round', sa.Integer(), nullable=True),
        sa.Column('sections', postgresql.JSONB(), nullable=False),
        sa.Column('made_by', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ['case_id'], ['cases_case.id'], name=op.f('fk_cases_milestone_case_id'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['made_by'], ['identity_person.id'], name=op.f('fk_cases_milestone_made_by')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_milestone')),
    )
    op.create_index('ix_cases_milestone_case', 'cases_milestone', ['case_id'])


def downgrade() -> None:
    op.drop_table('cases_milestone')
