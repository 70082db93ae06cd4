#!/bin/bash
# Kills the server with SIGKILL under load, again and again, and finds every acknowledged event after each restart.
# usage: test-crash.sh [ROUNDS]     (default 5; SEED=n repeats the moments of the kills)
set -euo pipefail
. "$(dirname "$0")/lib.sh"

rounds=${1:-5}
seed=${SEED:-$RANDOM}
RANDOM=$seed
program=$(binary_path)
folder=$(mktemp -d "${CRASH_FOLDER:-${TMPDIR:-/tmp}}/wherefrom-crash.XXXXXX")
database=$folder/crash.db
port=$(free_port)
url=http://127.0.0.1:$port
server= load=
trap '[ -z "$load" ] || kill $load 2>/dev/null; [ -z "$server" ] || kill -9 $server 2>/dev/null; rm -rf "$folder"' EXIT
touch "$folder/acknowledged"

# wait_for_acknowledgement LINES: waits until the load has written down more than so many events; a round without any proves nothing.
wait_for_acknowledgement() {
    local deadline=$((SECONDS + 30))
    while [ "$(wc -l <"$folder/acknowledged")" -le "$1" ]; do
        kill -0 "$load" 2>/dev/null && [ $SECONDS -lt $deadline ] || fail "no event was acknowledged within 30 s"
        sleep 0.05
    done
}

start_server() {
    "$program" serve --host 127.0.0.1 --port "$port" --database "sqlite:$database" >>"$folder/server.log" 2>&1 </dev/null &
    server=$!
    wait_for_server "$url" "$server" || fail "the server did not start"
}
fail() { say "$*; the server's last lines:"; tail -n 20 "$folder/server.log" >&2; exit 1; }

echo "crash test: $rounds rounds, seed $seed"
start_server
for round in $(seq 1 "$rounds"); do
    before=$(wc -l <"$folder/acknowledged")
    python3 "$root/scripts/crash_load.py" "$url" "$round" "$folder/acknowledged" &
    load=$!
    wait_for_acknowledgement "$before"
    # 0.2 to 2.2 seconds of load before the kill.
    sleep "$(printf '%d.%03d' $((RANDOM % 2)) $((200 + RANDOM % 1000 * 8 / 10)))"
    kill -9 "$server"
    wait "$server" 2>/dev/null || true
    wait "$load" || fail "round $round: the load ended with an unexpected answer"
    load=
    start_server
    found=$(python3 "$root/scripts/crash_check.py" "$url" "$folder/acknowledged") || fail "round $round: $found"
    echo "round $round: $found"
done

# The log is whole, and folding it anew gives what the catalog says.
before=$("$program" digest --url "$url")
stop_server "$server"
server=
"$program" verify --database "sqlite:$database" || fail "verify found a broken record"
stored=$("$program" digest --database "sqlite:$database")
"$program" rebuild --database "sqlite:$database" >/dev/null || fail "rebuild failed"
rebuilt=$("$program" digest --database "sqlite:$database")
echo "digest of the server $before, of the file $stored, rebuilt $rebuilt"
[ "$before" = "$stored" ] && [ "$stored" = "$rebuilt" ] || fail "the digests differ"
echo "every acknowledged event was found in $rounds of $rounds rounds"
