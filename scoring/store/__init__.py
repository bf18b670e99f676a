"""Floor 1: the rows, reading with `visible_to`, the one write transaction, evidence files, migrations."""
