#!/usr/bin/env bash
# Trains the shipped payload dictionary on generated events and says what it saves.
#
# usage: train-dictionary.sh [OUTPUT]      (default: a file in .build; a shipped version is never changed, see
#                                           Sources/CPayloadDictionary/include/CPayloadDictionary.h)
set -euo pipefail
cd "$(dirname "$0")/.."

output=${1:-.build/payload.dict}
captured=${WHEREFROM_SHARED:-../shared}/fixtures/captured
command -v zstd >/dev/null || { echo "zstd is missing: apt-get install zstd"; exit 1; }

swift build --package-path benchmarks -c release --product wherefrom-bench
bench=benchmarks/.build/release/wherefrom-bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The order of the samples matters to the trainer, so it is fixed.
"$bench" train-dictionary --events 4000 --seed 1 --folder "$work/training"
find "$work/training" -type f | LC_ALL=C sort >"$work/list"
mkdir -p "$(dirname "$output")"
zstd -q --train --filelist "$work/list" --maxdict=65536 --dictID=40001 -o "$output" -f
echo "$output: $(wc -c <"$output") bytes, sha256 $(sha256sum <"$output" | cut -c1-16)…"

# Bytes an event, alone and with the dictionary, level 3. Arguments: name, file with an event in each line.
measure() {
    local folder="$work/measured" count plain alone trained
    rm -rf "$folder" && mkdir -p "$folder/events" "$folder/alone" "$folder/trained"
    split -l 1 -a 6 -d "$2" "$folder/events/event-"
    count=$(find "$folder/events" -type f | wc -l)
    zstd -q -3 --no-check -r "$folder/events" --output-dir-flat "$folder/alone"
    zstd -q -3 --no-check -D "$output" -r "$folder/events" --output-dir-flat "$folder/trained"
    plain=$(cat "$folder"/events/* | wc -c)
    alone=$(cat "$folder"/alone/* | wc -c)
    trained=$(cat "$folder"/trained/* | wc -c)
    printf '| %s | %d | %d | %d | %d |\n' "$1" "$count" $((plain / count)) $((alone / count)) $((trained / count))
}

echo '| events | number | bytes | zstd alone | with the dictionary |'
echo '|---|---|---|---|---|'
for detail in lean rich; do
    "$bench" events --seed 777 --detail "$detail" --repeated 0 --failed 5 --events 2000 >"$work/events"
    measure "generated, other seed, $detail" "$work/events"
done
for file in airflow_3.1.8 dbt_duckdb olclient feast gx; do
    [ -f "$captured/$file.ndjson" ] && measure "captured, $file" "$captured/$file.ndjson"
done
[ -d "$captured" ] || echo "(captured events of real clients: not here, skipped)"
