#!/bin/bash
# Builds, then runs `wherefrom demo`: a server with the bundled estate, its URL and a first answer, until Ctrl-C.
# DEMO_PORT: the port (5000). DEMO_ONCE=1 or CI=true: ends after the first answer, for machines without a keyboard.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

port=${DEMO_PORT:-5000}
port_is_free "$port" || die "port $port is in use. Choose another one: DEMO_PORT=5050 make demo"
say "building (some minutes the first time)"
program=$(binary_path)

once=()
if [ -n "${DEMO_ONCE:-}" ] || [ "${CI:-}" = true ]; then once=(--once); fi
exec "$program" demo --port "$port" ${once[@]+"${once[@]}"}
