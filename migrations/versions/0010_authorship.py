"""Authorship: roles that are proposed and disputed, agreed order, thanks"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('cases_acknowledgement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=True),
    sa.Column('entered_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases_case.id'], name=op.f('fk_cases_acknowledgement_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['entered_by'], ['identity_person.id'], name=op.f('fk_cases_acknowledgement_entered_by')),
    sa.ForeignKeyConstraint(['person_id'], ['identity_person.id'], name=op.f('fk_cases_acknowledgement_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_acknowledgement'))
    )
    op.create_index('ix_cases_acknowledgement_case', 'cases_acknowledgement', ['case_id'], unique=False)
    op.create_index(op.f('ix_cases_acknowledgement_person_id'), 'cases_acknowledgement', ['person_id'], unique=False)
    op.create_table('cases_byline_proposal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('author_ids', postgresql.ARRAY(sa.Uuid()), nullable=False),
    sa.Column('corresponding_id', sa.Uuid(), nullable=False),
    sa.Column('asked', postgresql.ARRAY(sa.Uuid()), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('closed_at', sa.TIMESTAMP(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases_case.id'], name=op.f('fk_cases_byline_proposal_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['proposed_by'], ['identity_person.id'], name=op.f('fk_cases_byline_proposal_proposed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_byline_proposal'))
    )
    op.create_index('ix_cases_byline_proposal_case', 'cases_byline_proposal', ['case_id', 'state'], unique=False)
    op.create_table('cases_byline_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('proposal_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('agrees', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['identity_person.id'], name=op.f('fk_cases_byline_answer_person_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['cases_byline_proposal.id'], name=op.f('fk_cases_byline_answer_proposal_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_byline_answer')),
    sa.UniqueConstraint('proposal_id', 'person_id', name=op.f('uq_cases_byline_answer_proposal_id_person_id'))
    )
    op.create_table('cases_role_dispute',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('degree', sa.String(length=12), nullable=False),
    sa.Column('raised_by', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('outcome', sa.String(length=12), nullable=False),
    sa.Column('ruling', sa.Text(), nullable=False),
    sa.Column('ruled_by', sa.Uuid(), nullable=True),
    sa.Column('closed_at', sa.TIMESTAMP(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['cases_author.id'], name=op.f('fk_cases_role_dispute_author_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['case_id'], ['cases_case.id'], name=op.f('fk_cases_role_dispute_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['raised_by'], ['identity_person.id'], name=op.f('fk_cases_role_dispute_raised_by')),
    sa.ForeignKeyConstraint(['ruled_by'], ['identity_person.id'], name=op.f('fk_cases_role_dispute_ruled_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_role_dispute'))
    )
    op.create_index('ix_cases_role_dispute_case', 'cases_role_dispute', ['case_id', 'state'], unique=False)
    op.add_column('cases_author', sa.Column('byline', sa.String(length=120), nullable=False, server_default=''))
    op.add_column('cases_author', sa.Column('affiliations', postgresql.JSONB(), nullable=False, server_default='[]'))
    op.execute("UPDATE cases_author SET affiliations = jsonb_build_array(affiliation) WHERE affiliation <> ''")
    op.drop_column('cases_author', 'affiliation')
    op.add_column('cases_disclosure', sa.Column('ties', postgresql.JSONB(), nullable=False, server_default='[]'))
    op.add_column('cases_contribution', sa.Column('proposed_by', sa.Uuid(), nullable=True))
    op.add_column('cases_contribution', sa.Column('accepted_at', sa.TIMESTAMP(timezone=True), nullable=True))
    op.create_foreign_key(op.f('fk_cases_contribution_proposed_by'), 'cases_contribution', 'identity_person', ['proposed_by'], ['id'])
    # until now everybody claimed for themselves
    op.execute("UPDATE cases_contribution SET accepted_at = created_at")
    # what was handed in before stands as it was: nobody is asked again
    op.execute("""
        INSERT INTO cases_byline_proposal
            (id, created_at, case_id, author_ids, corresponding_id, asked, why, state, reason, closed_at)
        SELECT gen_random_uuid(), c.submitted_at, c.id, array_agg(a.id ORDER BY a.position, a.id),
               (array_agg(a.id) FILTER (WHERE a.corresponding))[1], '{}', '', 'done', '', c.submitted_at
        FROM cases_case c JOIN cases_author a ON a.case_id = c.id AND a.state = 'accepted'
        WHERE c.submitted_at IS NOT NULL
        GROUP BY c.id
        HAVING bool_or(a.corresponding)
    """)
    for table, column in (('cases_author', 'byline'), ('cases_author', 'affiliations'), ('cases_disclosure', 'ties')):
        op.alter_column(table, column, server_default=None)


def downgrade() -> None:
    op.drop_constraint(op.f('fk_cases_contribution_proposed_by'), 'cases_contribution', type_='foreignkey')
    op.execute("DELETE FROM cases_contribution WHERE accepted_at IS NULL")
    op.drop_column('cases_contribution', 'accepted_at')
    op.drop_column('cases_contribution', 'proposed_by')
    op.drop_column('cases_disclosure', 'ties')
    op.add_column('cases_author', sa.Column('affiliation', sa.String(length=300), nullable=False, server_default=''))
    op.execute("UPDATE cases_author SET affiliation = coalesce(affiliations ->> 0, '')")
    op.alter_column('cases_author', 'affiliation', server_default=None)
    op.drop_column('cases_author', 'affiliations')
    op.drop_column('cases_author', 'byline')
    op.execute("UPDATE cases_author SET state = 'declined' WHERE state = 'left'")
    op.drop_table('cases_role_dispute')
    op.drop_table('cases_byline_answer')
    op.drop_table('cases_byline_proposal')
    op.drop_table('cases_acknowledgement')
