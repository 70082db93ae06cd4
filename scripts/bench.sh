#!/usr/bin/env bash
# Measures a release build against the budgets and writes a table. docs/benchmarks/README.md explains it.
#
# BENCH_SCALE=small|full   small (the default) takes about two minutes, full loads a million datasets
# BENCH_FOLDER=DIR         where the databases are written; must lie on a disk (default .build/bench)
# BENCH_REPEATS=N          how often each row is measured; the table shows medians (default 3)
# BENCH_ROWS="…"           some of: ingest single estate (default: all)
# BENCH_OUTPUT=FILE        the table (default docs/benchmarks/results-$BENCH_SCALE.md)
# WHEREFROM_BINARY=FILE    measure this program instead of building one
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

scale=${BENCH_SCALE:-small}
folder=${BENCH_FOLDER:-.build/bench}
repeats=${BENCH_REPEATS:-3}
rows=${BENCH_ROWS:-ingest single estate}
output=${BENCH_OUTPUT:-docs/benchmarks/results-$scale.md}
case $scale in
    small) events=60000 first_sight=12000 single=20000 datasets=30000 requests=3000 ;;
    full) events=400000 first_sight=60000 single=100000 datasets=1000000 requests=20000 ;;
    *) die "BENCH_SCALE is small or full, not $scale" ;;
esac
# Events of about 3 KB: no table wider than 40 columns (the mean stays near 10).
lean=(--seed 1 --datasets 400000 --columns-max 40 --warm-jobs 2000)
estate=(--seed 2 --datasets "$datasets" --detail structural --complete-only)

mkdir -p "$folder"
filesystem=$(stat -f -c %T "$folder")
case $filesystem in
    tmpfs | ramfs) die "$folder lies in memory ($filesystem): durable figures need a disk, set BENCH_FOLDER" ;;
esac

if [ -n "${WHEREFROM_BINARY:-}" ]; then
    program=$WHEREFROM_BINARY
else
    swift build -c release --product wherefrom --static-swift-stdlib ${BUILD_FLAGS:-} >&2
    program=$(swift build -c release --show-bin-path ${BUILD_FLAGS:-})/wherefrom
fi
swift build --package-path benchmarks -c release --product wherefrom-bench >&2
bench=$(swift build --package-path benchmarks -c release --show-bin-path)/wherefrom-bench

results=$folder/results.tsv
database=$folder/bench.db
: >"$results"
server=
port=
trap '[ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true' EXIT

# measure ROW COMMAND …: runs a command of wherefrom-bench and files what it measures under ROW.
measure() {
    local row=$1
    shift
    say "· $row"
    "$bench" "$@" --row "$row" --results "$results" >"$folder/last.txt" || { cat "$folder/last.txt" >&2; return 1; }
}

# start ROW [wait options …]: starts the server on the database and measures the time to its first answer.
start() {
    local row=$1 since
    shift
    port=$(free_port)
    since=$(date +%s%N)
    "$program" serve --host 127.0.0.1 --port "$port" --database "sqlite:$database" >>"$folder/server.log" 2>&1 &
    server=$!
    measure "$row" wait --url "http://127.0.0.1:$port" --since "$since" --timeout 900 "$@"
}

stop() {
    stop_server "$server"
    server=
}

# evict: keeps the database out of the page cache from now until the server ends.
evict() { "$bench" evict --files "$database,$database-wal" --pid "$server" & }

fresh() { rm -f "$database"*; }

# load ROW MODE …: posts events. query ROW …: asks.
load() { measure "$1" load --url "http://127.0.0.1:$port" --pid "$server" --mode "$2" "${@:3}"; }
query() { measure "$1" query --url "http://127.0.0.1:$port" --pid "$server" --requests "$requests" "${@:2}" "${estate[@]}"; }

# disk ROW EVENTS: the size of the database of a stopped server, log included.
disk() {
    measure "$1" process --events "$2" --files "$(find "$folder" -name 'bench.db*' -type f | paste -sd, -)"
}

ingest() {
    fresh
    start start-empty
    sleep 2
    measure idle process --pid "$server"
    # The jobs of the repeated mix have run once before.
    load warm batch --events 4000 --repeated 100 "${lean[@]}"
    load batch-repeated batch --events "$events" --repeated 95 --generation 1 "${lean[@]}"
    stop
    disk disk-repeated $((events + 4000))
    start restart
    load batch-disturbed batch --events $((events / 3)) --repeated 95 --generation 2 --late 10 --duplicates 5 "${lean[@]}"
    evict
    load batch-cold batch --events $((events / 3)) --repeated 95 --generation 3 "${lean[@]}"
    stop
    fresh
    start start-empty
    load batch-first-sight batch --events "$first_sight" --repeated 0 --complete-only "${lean[@]}"
    stop
    disk disk-first-sight "$first_sight"
}

single() {
    fresh
    start start-empty
    load warm batch --events 4000 --repeated 100 "${lean[@]}"
    load single single --connections 64 --events "$single" --repeated 95 --generation 1 "${lean[@]}"
    stop
}

# rebuild: folds the whole log anew.
rebuild() {
    local since=$(date +%s%N)
    say "· rebuild"
    if "$program" rebuild --database "sqlite:$database" >>"$folder/server.log" 2>&1; then
        printf 'rebuild.seconds\t%s\n' "$(awk -v ns=$(($(date +%s%N) - since)) 'BEGIN { print ns / 1e9 }')" >>"$results"
    else
        say "  no rebuild: $(tail -1 "$folder/server.log")"
    fi
}

# One large estate: every dataset once, then a month later some jobs again, so that past and present differ.
load_estate() {
    local jobs=$((datasets * 7 / 10)) past=2026-01-25T00:00:00Z round
    fresh
    start start-empty
    load estate batch --streamed --events "$jobs" --repeated 0 "${estate[@]}"
    load estate-again batch --streamed --events 5000 --repeated 100 --generation 1 --warm-jobs 5000 "${estate[@]}"
    for round in $(seq "$repeats"); do
        measure loaded process --pid "$server"
        query walk --kind walk
        query walk-as-of --kind walk --as-of "$past"
        query columns --kind columns
        query common --kind common
    done
    evict
    query walk-cold --kind walk
    stop
    disk estate-disk $((jobs + 5000))
    for round in $(seq "$repeats"); do
        start start-loaded --lineage "${estate[@]}"
        sleep 1
        measure reloaded process --pid "$server"
        stop
    done
    rebuild
}

measure fsync fsync --folder "$folder"
for _ in $(seq "$repeats"); do
    for row in $rows; do
        case $row in
            ingest | single) $row ;;
            estate) ;;
            *) die "BENCH_ROWS: no row $row" ;;
        esac
    done
done
case $rows in *estate*) load_estate ;; esac
measure fsync fsync --folder "$folder"
fresh

{
    echo "# Measured, scale $scale"
    echo
    echo "Written by \`BENCH_SCALE=$scale make bench\`; medians of $repeats. [How to repeat and read it](README.md)."
    echo
    echo "| | |"
    echo "|---|---|"
    echo "| Date | $(date -u +%Y-%m-%d) |"
    echo "| Commit | $(git rev-parse --short HEAD)$(git diff --quiet HEAD -- Sources Package.swift || echo ' with changes') |"
    echo "| Machine | $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(awk '/MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo) |"
    echo "| System | $(. /etc/os-release && echo "$PRETTY_NAME"), Linux $(uname -r), file system $filesystem |"
    echo "| Estate of the walks | $datasets datasets, about $((datasets * 10)) columns |"
    echo "| Load of the machine when the bench ended | $(cut -d' ' -f1-3 /proc/loadavg) |"
    echo
    "$bench" table --results "$results" --datasets "$datasets"
} >"$output"
cat "$output"
say "written to $output"
