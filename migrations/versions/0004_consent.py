"""The consent ledger and take-downs"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('cases_consent_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('about_id', sa.Uuid(), nullable=True),
    sa.Column('record', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('written_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['about_id'], ['cases_consent_entry.id'], name=op.f('fk_cases_consent_entry_about_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['case_id'], ['cases_case.id'], name=op.f('fk_cases_consent_entry_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['written_by'], ['identity_person.id'], name=op.f('fk_cases_consent_entry_written_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_consent_entry')),
    info={'append_only': True}
    )
    op.create_index('ix_cases_consent_entry_case', 'cases_consent_entry', ['case_id'], unique=False)
    op.create_table('cases_take_down',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('completed_at', sa.TIMESTAMP(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases_case.id'], name=op.f('fk_cases_take_down_case_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['cases_consent_entry.id'], name=op.f('fk_cases_take_down_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_take_down')),
    sa.UniqueConstraint('case_id', name=op.f('uq_cases_take_down_case_id'))
    )
    op.create_table('cases_take_down_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('take_down_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('error', sa.String(length=200), nullable=False),
    sa.Column('tried_at', sa.TIMESTAMP(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['take_down_id'], ['cases_take_down.id'], name=op.f('fk_cases_take_down_step_take_down_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_take_down_step')),
    sa.UniqueConstraint('take_down_id', 'name', name=op.f('uq_cases_take_down_step_take_down_id_name'))
    )
    # The one record a case had becomes the first line of its ledger.
    op.execute("""INSERT INTO cases_consent_entry
(id, created_at, case_id, kind, about_id, record, reason, written_by)
SELECT id, attested_at, case_id, 'recorded', NULL, jsonb_build_object(
    'type', type, 'scope', scope, 'patient_saw_text', patient_saw_text, 'held_by', held_by,
    'obtained_in', obtained_in, 'withdrawal_contact', withdrawal_contact), '', attested_by
FROM cases_consent""")
    op.drop_table('cases_consent')
    # Lines never change, and go only with their case, which goes only while it is a draft.
    op.execute("""CREATE OR REPLACE FUNCTION cases_consent_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM cases_case WHERE id = OLD.case_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$""")
    op.execute(
        "CREATE OR REPLACE TRIGGER cases_consent_entry_append_only BEFORE UPDATE OR DELETE ON cases_consent_entry FOR EACH ROW EXECUTE FUNCTION cases_consent_refuse_change()"
    )
    op.execute(
        "CREATE OR REPLACE TRIGGER cases_consent_entry_whole BEFORE TRUNCATE ON cases_consent_entry FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change()"
    )


def downgrade() -> None:
    op.create_table('cases_consent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('type', sa.String(length=40), nullable=False),
    sa.Column('scope', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('patient_saw_text', sa.Boolean(), nullable=False),
    sa.Column('held_by', sa.String(length=40), nullable=False),
    sa.Column('withdrawal_contact', sa.String(length=200), nullable=False),
    sa.Column('obtained_in', sa.String(length=7), nullable=False),
    sa.Column('attested_by', sa.Uuid(), nullable=False),
    sa.Column('attested_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attested_by'], ['identity_person.id'], name=op.f('fk_cases_consent_attested_by')),
    sa.ForeignKeyConstraint(['case_id'], ['cases_case.id'], name=op.f('fk_cases_consent_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_consent')),
    sa.UniqueConstraint('case_id', name=op.f('uq_cases_consent_case_id'))
    )
    op.drop_table('cases_take_down_step')
    op.drop_table('cases_take_down')
    op.drop_index('ix_cases_consent_entry_case', table_name='cases_consent_entry')
    op.drop_table('cases_consent_entry')
    op.execute("DROP FUNCTION cases_consent_refuse_change()")
