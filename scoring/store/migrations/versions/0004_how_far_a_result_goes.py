"""The digest's algorithm, how far a result goes and what authorises it, who froze it, and jobs.

Revision: 0004
Follows: 0003
"""
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from scoring.store.database import Moment

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the schema forward."""
    op.drop_index(op.f('ix_publication_sha256'), table_name='publication')
    op.alter_column('publication', 'sha256', new_column_name='digest')
    op.create_index(op.f('ix_publication_digest'), 'publication', ['digest'])
    op.add_column('publication', sa.Column('algorithm', sa.String(length=20), nullable=False, server_default='sha256'))
    for table in ('publication', 'assessment'):
        op.add_column(table, sa.Column('audience', sa.String(length=20), nullable=False, server_default='public'))
        op.add_column(table, sa.Column('top', sa.Integer(), nullable=True))
    op.add_column('assessment', sa.Column('document', sa.Text(), nullable=False, server_default=''))
    op.add_column('assessment', sa.Column('frozen_by', sa.Integer(), sa.ForeignKey('user_account.id'), nullable=True),
                  inline_references=True)
    op.execute("UPDATE assessment SET frozen_by = (SELECT publication.frozen_by FROM publication "
               "WHERE publication.assessment_id = assessment.id AND publication.state = 'frozen')")
    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('form', sa.String(length=20), nullable=False),
    sa.Column('group_name', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('asked_at', Moment(timezone=True), nullable=False),
    sa.Column('seen_at', Moment(timezone=True), nullable=True),
    sa.Column('expected_at', Moment(timezone=True), nullable=True),
    sa.Column('ended_at', Moment(timezone=True), nullable=True),
    sa.Column('worker', sa.String(length=40), nullable=False),
    sa.Column('fault', sa.Text(), nullable=False),
    sa.Column('file', sa.String(length=64), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("form IN ('zip', 'booklet')", name=op.f('ck_job_form')),
    sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'stopped')", name=op.f('ck_job_state')),
    sa.ForeignKeyConstraint(['asked_by'], ['user_account.id'], name=op.f('fk_job_asked_by_user_account')),
    sa.ForeignKeyConstraint(['publication_id'], ['publication.id'], name=op.f('fk_job_publication_id_publication')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    op.create_index(op.f('ix_job_publication_id'), 'job', ['publication_id'])
    op.create_index(op.f('ix_job_state'), 'job', ['state'])


def downgrade() -> None:
    """Takes the schema back."""
    op.drop_index(op.f('ix_job_state'), table_name='job')
    op.drop_index(op.f('ix_job_publication_id'), table_name='job')
    op.drop_table('job')
    op.drop_column('assessment', 'frozen_by')
    op.drop_column('assessment', 'document')
    for table in ('assessment', 'publication'):
        op.drop_column(table, 'top')
        op.drop_column(table, 'audience')
    op.drop_column('publication', 'algorithm')
    op.drop_index(op.f('ix_publication_digest'), table_name='publication')
    op.alter_column('publication', 'digest', new_column_name='sha256')
    op.create_index(op.f('ix_publication_sha256'), 'publication', ['sha256'])
