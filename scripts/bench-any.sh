#!/usr/bin/env bash
# Measures what every OpenLineage server with Marquez's API has: one event a request, and lineage.
#
# usage: bench-any.sh URL [PID]       (PID: the server's process on this machine, for its CPU time and memory)
#
# The server should be empty and may be thrown away afterwards: an estate of 3,000 datasets is loaded into it.
# BENCH_EVENTS=N sets the number of events of the first row, BENCH_API_KEY=… is sent as a bearer token.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

[ $# -ge 1 ] || die "usage: bench-any.sh URL [PID]"
swift build --package-path benchmarks -c release --product wherefrom-bench >&2
bench=$(swift build --package-path benchmarks -c release --show-bin-path)/wherefrom-bench
common=(--url "$1" ${2:+--pid "$2"} ${BENCH_API_KEY:+--api-key "$BENCH_API_KEY"})
lean=(--seed 1 --datasets 400000 --columns-max 40 --warm-jobs 500)
estate=(--seed 2 --datasets 3000 --detail structural --complete-only)

"$bench" load --mode single --connections 8 --events 1000 --repeated 100 "${lean[@]}" "${common[@]}" --row warm
"$bench" load --mode single --connections 64 --events "${BENCH_EVENTS:-5000}" --repeated 95 --generation 1 \
    "${lean[@]}" "${common[@]}" --row single
"$bench" load --mode single --connections 8 --events 2100 --repeated 0 "${estate[@]}" "${common[@]}" --row estate
"$bench" query --kind common --requests 500 "${estate[@]}" "${common[@]}" --row lineage
"$bench" query --kind common-columns --requests 500 "${estate[@]}" "${common[@]}" --row column-lineage ||
    say "no column lineage of a comparable size"
