#!/bin/bash
# Shows with strace that the server has its data on disk (fdatasync or fsync) before it answers 201.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

command -v strace >/dev/null || skip "strace is not here (make setup installs it)"
strace -f -e trace=none true 2>/dev/null || skip "strace may not attach to processes here"
program=$(binary_path)
folder=$(mktemp -d)
port=$(free_port)
url=http://127.0.0.1:$port
server=
trap '[ -z "$server" ] || kill -9 $server 2>/dev/null; rm -rf "$folder"' EXIT

strace -f -y -tt -s 200 -o "$folder/trace" \
    -e trace=fdatasync,fsync,read,recvfrom,recvmsg,readv,write,writev,sendto,sendmsg,pwrite64 \
    "$program" serve --host 127.0.0.1 --port "$port" --database "sqlite:$folder/fsync.db" >"$folder/server.log" 2>&1 </dev/null &
tracer=$!
wait_for_server "$url" "$tracer" 120 || { cat "$folder/server.log" >&2; die "the server did not start"; }
# strace's only child is the server; ending strace instead would leave the server running.
read -r server _ <"/proc/$tracer/task/$tracer/children" || true   # the line has no end
python3 "$root/scripts/fsync_check.py" post "$url"
kill -TERM "$server" 2>/dev/null || true
wait "$tracer" 2>/dev/null || true
server=
python3 "$root/scripts/fsync_check.py" read "$folder/trace"
