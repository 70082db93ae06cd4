#!/usr/bin/env bash
# Scores the SQL analyser on the corpora beside the repository and writes docs/benchmarks/sql.md.
#
# WHEREFROM_BINARY=FILE    score this program instead of building one
# SQL_OUTPUT=FILE          the table (default docs/benchmarks/sql.md)
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

corpora=$shared/fixtures/sql
[ -f "$corpora/score.py" ] || skip "there is no folder $(basename "$shared")/fixtures/sql beside the repository"
output=${SQL_OUTPUT:-docs/benchmarks/sql.md}
if [ -n "${WHEREFROM_BINARY:-}" ]; then
    program=$WHEREFROM_BINARY
else
    swift build -c release --product wherefrom --static-swift-stdlib ${BUILD_FLAGS:-} >&2
    program=$(swift build -c release --show-bin-path ${BUILD_FLAGS:-})/wherefrom
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for file in "$corpora"/*.ndjson; do "$program" sql --cases "$file"; done >"$folder/results.ndjson"
score() { python3 "$corpora/score.py" "$folder/results.ndjson" "$@"; }
# The mean time of a case, in microseconds.
timing() { "$program" sql --cases "$corpora/$1.ndjson" --repeat 20 2>&1 >"$folder/timed" | sed -n 's/.*mean \(.*\)/\1/p'; }

{
    echo "# SQL lineage: pass rates and speed"
    echo
    echo "Written by \`make score-sql\` on $(date -u +%F), $(nproc) cores. Cases are scored by equality of sets; what they expect and how names"
    echo "are compared is in [SQL support](../reference/sql-support.md). The corpora lie beside the repository, two thirds of the whole."
    echo
    echo "## Pass rates by corpus"
    echo
    echo '```'
    score
    score "$corpora/parse_must.ndjson"
    echo '```'
    echo
    echo "## By dialect"
    echo
    python3 scripts/score_sql_by_dialect.py "$corpora" "$folder/results.ndjson"
    echo
    echo "## Speed, one thread, parse and typed column lineage, result included"
    echo
    echo "| Cases | mean |"
    echo "|---|---|"
    echo "| TPC-DS | $(timing tpcds) |"
    echo "| TPC-H | $(timing tpch) |"
    echo "| must-parse statements and expressions | $(timing parse_must) |"
} >"$folder/page.md"
mv "$folder/page.md" "$output"
echo "wrote $output"
