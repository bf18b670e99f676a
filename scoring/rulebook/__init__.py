"""Floor 1: strict YAML with line and column → Ruleset and Sheet; running a ruleset's examples and cases."""
