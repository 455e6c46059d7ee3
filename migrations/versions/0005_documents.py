"""Shared documents"""

import sqlalchemy as sa
from alembic import op
revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('realtime_document',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('generation', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('last_seq', sa.BigInteger(), nullable=False),
    sa.Column('settled_seq', sa.BigInteger(), nullable=False),
    sa.Column('state_seq', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.LargeBinary(), nullable=False),
    sa.Column('bytes', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['cases_case.id'], name=op.f('fk_realtime_document_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_realtime_document'))
    )
    op.create_table('realtime_document_client',
    sa.Column('document_id', sa.Uuid(), nullable=False),
    sa.Column('client', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['realtime_document.id'], name=op.f('fk_realtime_document_client_document_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['identity_person.id'], name=op.f('fk_realtime_document_client_person_id')),
    sa.PrimaryKeyConstraint('document_id', 'client', name=op.f('pk_realtime_document_client'))
    )
    op.create_table('realtime_document_update',
    sa.Column('document_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('update', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['realtime_document.id'], name=op.f('fk_realtime_document_update_document_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['identity_person.id'], name=op.f('fk_realtime_document_update_person_id')),
    sa.PrimaryKeyConstraint('document_id', 'seq', name=op.f('pk_realtime_document_update'))
    )


def downgrade() -> None:
    op.drop_table('realtime_document_update')
    op.drop_table('realtime_document_client')
    op.drop_table('realtime_document')
