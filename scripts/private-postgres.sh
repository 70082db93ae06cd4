#!/bin/bash
# private-postgres.sh [NAME=VALUE]…: a PostgreSQL server of its own for tests, in a temporary folder.
#
# Prints one line when it is ready: SOCKET_FOLDER PORT. It listens on that Unix socket and on 127.0.0.1; the user
# `wherefrom` needs no password. Settings of the server can be given. The server is stopped and its folder removed when
# standard input ends, so also when the program that started it dies.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || die "there is no initdb; run scripts/setup.sh")")
folder=$(mktemp -d "${TMPDIR:-/tmp}/wherefrom-postgres-XXXXXX")
server=
cleanup() {
    trap - EXIT
    [ -z "$server" ] || { kill -QUIT "$server" 2>/dev/null && wait "$server" 2>/dev/null; } || true
    rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

# PostgreSQL refuses to run as root.
as_user=()
if [ "$(id -u)" = 0 ]; then
    user=nobody
    ! id postgres >/dev/null 2>&1 || user=postgres
    as_user=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env HOME=/ LC_ALL=C)
    chown "$user" "$folder"
fi
cd "$folder"
${as_user[@]+"${as_user[@]}"} "$bin/initdb" -D "$folder/data" -U wherefrom -A trust -E UTF8 --locale=C --no-sync >"$folder/initdb.log" 2>&1 ||
    { cat "$folder/initdb.log" >&2; exit 1; }
settings=(-c max_connections=300 -c shared_buffers=64MB -c max_wal_senders=0 -c wal_level=minimal)
for setting in "$@"; do settings+=(-c "$setting"); done

for _ in 1 2 3 4 5; do
    port=$(free_port)
    ${as_user[@]+"${as_user[@]}"} "$bin/postgres" -D "$folder/data" -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 \
        "${settings[@]}" >"$folder/log" 2>&1 </dev/null &
    server=$!
    for _ in $(seq 300); do
        kill -0 "$server" 2>/dev/null || break
        if "$bin/pg_isready" -q -h "$folder" -p "$port"; then
            echo "$folder $port"
            # The builtin lets a signal through at once; another program would have to end first.
            while read -r _; do :; done
            exit 0
        fi
        sleep 0.1
    done
    kill -0 "$server" 2>/dev/null && break
    # Somebody took the port in between: once more with another one.
    server=
done
cat "$folder/log" >&2
die "PostgreSQL did not start"
