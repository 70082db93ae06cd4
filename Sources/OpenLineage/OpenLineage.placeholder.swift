// OpenLineage
