"""Drafts of rulesets.

Revision: 0002
Follows: 0001
"""
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the schema forward."""
    op.create_table('ruleset_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['saved_by'], ['user_account.id'], name=op.f('fk_ruleset_draft_saved_by_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ruleset_draft'))
    )


def downgrade() -> None:
    """Takes the schema back."""
    op.drop_table('ruleset_draft')
