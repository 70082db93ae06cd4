#!/bin/bash
# Builds, starts a server with the bundled estate, prints its URL and a first answer, and serves until it is stopped.
# DEMO_PORT: the port (5000). DEMO_ONCE=1 or CI=true: ends after the first answer, for machines without a keyboard.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

port=${DEMO_PORT:-5000}
url=http://127.0.0.1:$port
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || stop_server "$server"; rm -rf "$folder"' EXIT
trap 'exit 0' INT TERM

port_is_free "$port" || die "port $port is in use. Choose another one: DEMO_PORT=5050 make demo"
say "building (some minutes the first time)"
program=$(binary_path)

"$program" serve --host 127.0.0.1 --port "$port" --database "sqlite:$folder/demo.db" >"$folder/server.log" 2>&1 </dev/null &
server=$!
wait_for_server "$url" "$server" || { cat "$folder/server.log" >&2; die "the server did not start"; }

# The times in the story are relative to now, so that the demo is always recent.
python3 "$root/examples/demo/story.py" --now >"$folder/story.ndjson"
"$program" ingest "$folder/story.ndjson" --url "$url"

question='dataset:postgres://warehouse:5432:meridian.marts.fct_trip_delays'
echo
echo "Where does meridian.marts.fct_trip_delays come from?"
"$program" lineage "$question" --direction upstream --url "$url"
echo
echo "The server is at $url"
echo "  curl '$url/api/v2/lineage?nodeId=$question&direction=upstream'"
echo "  $program search delay --url $url"
if [ -n "${DEMO_ONCE:-}" ] || [ "${CI:-}" = true ]; then exit 0; fi
echo "Stop it with Ctrl-C; everything it holds is then gone."
wait "$server"
