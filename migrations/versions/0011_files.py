"""Files and figures"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('files_file',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('owner_kind', sa.String(length=20), nullable=False),
    sa.Column('owner_id', sa.Uuid(), nullable=False),
    sa.Column('uploaded_by', sa.Uuid(), nullable=True),
    sa.Column('source', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('must_clean', sa.Boolean(), nullable=False),
    sa.Column('stored', sa.Integer(), nullable=False),
    sa.Column('header_key', sa.String(length=43), nullable=True),
    sa.Column('object_key', sa.String(length=43), nullable=True),
    sa.Column('attested_by', sa.Uuid(), nullable=True),
    sa.Column('waiting_since', sa.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('looker_id', sa.Uuid(), nullable=True),
    sa.Column('looker_until', sa.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('decided_at', sa.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['attested_by'], ['identity_person.id'], name=op.f('fk_files_file_attested_by')),
    sa.ForeignKeyConstraint(['looker_id'], ['identity_person.id'], name=op.f('fk_files_file_looker_id')),
    sa.ForeignKeyConstraint(['uploaded_by'], ['identity_person.id'], name=op.f('fk_files_file_uploaded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_files_file'))
    )
    op.create_index('ix_files_file_owner', 'files_file', ['owner_kind', 'owner_id'], unique=False)
    op.create_index('ix_files_file_uploader', 'files_file', ['uploaded_by'], unique=False)
    op.create_index('ix_files_file_waiting', 'files_file', ['waiting_since'], unique=False, postgresql_where=sa.text("state = 'waiting'"))
    op.create_table('cases_figure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('file_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('caption', sa.Text(), nullable=False),
    sa.Column('alt', sa.String(length=1000), nullable=False),
    sa.Column('licence', sa.String(length=100), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases_case.id'], name=op.f('fk_cases_figure_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['file_id'], ['files_file.id'], name=op.f('fk_cases_figure_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_figure')),
    sa.UniqueConstraint('file_id', name=op.f('uq_cases_figure_file_id'))
    )
    op.create_index('ix_cases_figure_case', 'cases_figure', ['case_id'], unique=False)
    op.create_table('files_picture',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('file_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=43), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('hints', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('cleaned', sa.Boolean(), nullable=False),
    sa.Column('blackened', sa.Integer(), nullable=False),
    sa.Column('small', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['files_file.id'], name=op.f('fk_files_picture_file_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_files_picture')),
    sa.UniqueConstraint('file_id', 'number', name=op.f('uq_files_picture_file_id_number')),
    sa.UniqueConstraint('key', name=op.f('uq_files_picture_key'))
    )


def downgrade() -> None:
    op.drop_table('files_picture')
    op.drop_index('ix_cases_figure_case', table_name='cases_figure')
    op.drop_table('cases_figure')
    op.drop_index('ix_files_file_waiting', table_name='files_file', postgresql_where=sa.text("state = 'waiting'"))
    op.drop_index('ix_files_file_uploader', table_name='files_file')
    op.drop_index('ix_files_file_owner', table_name='files_file')
    op.drop_table('files_file')
