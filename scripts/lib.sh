# Shared by the scripts of this folder; sourced, not run.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
shared=${WHEREFROM_SHARED:-$(dirname "$root")/shared}

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }

# skip MESSAGE: says why nothing was run, and ends the script in peace.
skip() { say "skipped: $*"; exit 0; }

# free_port: prints a TCP port of the loopback interface that nobody listens on.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# port_is_free PORT: returns 0 when nobody listens on that port of the loopback interface.
port_is_free() {
    python3 - "$1" <<'PY' 2>/dev/null
import socket, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", int(sys.argv[1])))
PY
}

# binary_path: prints where the program is: $WHEREFROM_BINARY, or the debug build, built when it is missing or old.
binary_path() {
    if [ -n "${WHEREFROM_BINARY:-}" ]; then printf '%s\n' "$WHEREFROM_BINARY"; return; fi
    (cd "$root" && swift build --product wherefrom ${BUILD_FLAGS:-} >&2) || return 1
    printf '%s/wherefrom\n' "$(cd "$root" && swift build --show-bin-path ${BUILD_FLAGS:-})"
}

# wait_for_server URL PID [SECONDS]: returns 0 once URL/ping answers, 1 when the process ended or time is up.
wait_for_server() {
    local url=$1 pid=$2 deadline=$((SECONDS + ${3:-60}))
    while [ $SECONDS -lt $deadline ]; do
        if python3 - "$url/ping" <<'PY' 2>/dev/null
import sys, urllib.request
urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sys.argv[1], timeout=2).read()
PY
        then return 0; fi
        kill -0 "$pid" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}

# stop_server PID: asks the server to end, and waits for it.
stop_server() {
    kill -TERM "$1" 2>/dev/null || return 0
    wait "$1" 2>/dev/null || true
}
