"""What the office enters for a unit, the draws of an assessment, and explanations of checks that do not hold.

Revision: 0003
Follows: 0002
"""
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from scoring.store.database import Json, Moment

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the schema forward."""
    op.create_table('office_figure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('leaf', sa.String(length=60), nullable=False),
    sa.Column('facts', Json(), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by'], ['user_account.id'], name=op.f('fk_office_figure_by_user_account')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_office_figure_submission_id_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office_figure')),
    sa.UniqueConstraint('submission_id', 'leaf', name=op.f('uq_office_figure_submission_id'))
    )
    op.create_index(op.f('ix_office_figure_submission_id'), 'office_figure', ['submission_id'])
    op.add_column('assessment', sa.Column('seed', sa.String(length=64), nullable=False, server_default=''))
    op.add_column('assessment', sa.Column('drawn_at', Moment(timezone=True), nullable=True))
    op.add_column('submission', sa.Column('explanations', Json(), nullable=True))


def downgrade() -> None:
    """Takes the schema back."""
    op.drop_column('submission', 'explanations')
    op.drop_column('assessment', 'drawn_at')
    op.drop_column('assessment', 'seed')
    op.drop_index(op.f('ix_office_figure_submission_id'), table_name='office_figure')
    op.drop_table('office_figure')
