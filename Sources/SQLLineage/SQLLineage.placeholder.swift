// SQLLineage
