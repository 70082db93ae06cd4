#!/bin/bash
# Runs unmodified clients (openlineage-python, dbt-ol, marquez-python) against a server of ours and checks the lineage they leave.
# The drivers lie in ../shared/drivers (or $WHEREFROM_SHARED/drivers); without them nothing is run.
# usage: test-clients.sh [olclient] [dbt] [marquez]      WHEREFROM_VENVS: where the virtual environments are kept (.build/venvs)
set -euo pipefail
. "$(dirname "$0")/lib.sh"

[ -d "$shared/drivers" ] || skip "there is no folder $(basename "$shared")/drivers beside the repository"
venvs=${WHEREFROM_VENVS:-$root/.build/venvs}
program=$(binary_path)
folder=$(mktemp -d)
server=
failures=0
trap '[ -z "$server" ] || stop_server "$server"; rm -rf "$folder"' EXIT

# environment NAME PACKAGE…: makes a virtual environment with these packages once, and prints its folder.
environment() {
    local name=$1 place=$venvs/$1
    shift
    if [ "$(cat "$place/packages.txt" 2>/dev/null)" != "$*" ]; then
        say "installing $* …"
        rm -rf "$place"
        python3 -m venv "$place" >&2
        "$place/bin/pip" install --quiet --disable-pip-version-check "$@" >&2
        printf '%s' "$*" >"$place/packages.txt"
    fi
    printf '%s\n' "$place"
}

# start_server NAME: a fresh server for one client; sets $url and $server.
start_server() {
    url=http://127.0.0.1:$(free_port)
    "$program" serve --host 127.0.0.1 --port "${url##*:}" --database "sqlite:$folder/$1.db" >"$folder/$1.server.log" 2>&1 </dev/null &
    server=$!
    wait_for_server "$url" "$server" || { cat "$folder/$1.server.log" >&2; die "the server did not start"; }
}

# run_client NAME FORBIDDEN COMMAND…: runs a driver, whose output may not match FORBIDDEN, then the check of its lineage.
run_client() {
    local name=$1 forbidden=$2 start=$SECONDS failed=0
    shift 2
    env OL_SERVER_URL="$url" MARQUEZ_URL="$url" "$@" >"$folder/$name.log" 2>&1 </dev/null || failed=$?
    if [ $failed != 0 ]; then
        tail -n 40 "$folder/$name.log" && echo "$name: the driver ended with $failed"
    elif grep -nE "$forbidden" "$folder/$name.log"; then
        failed=1 && echo "$name: the driver reports errors"
    fi
    PYTHONDONTWRITEBYTECODE=1 python3 "$root/scripts/clients/check_$name.py" "$url" || failed=1
    stop_server "$server"
    server=
    echo "$name: $((SECONDS - start)) s"
    [ $failed = 0 ] || failures=$((failures + 1))
}

for client in "${@:-olclient marquez dbt}"; do
    for name in $client; do
        case $name in
            olclient)
                venv=$(environment olclient openlineage-python)
                start_server olclient
                run_client olclient '^edge |Traceback|Failed to emit' "$venv/bin/python" "$shared/drivers/olclient/emit.py" ;;
            marquez)
                venv=$(environment marquez marquez-python pytz)
                start_server marquez
                run_client marquez '^FAIL' "$venv/bin/python" "$shared/drivers/marquez/sweep.py" ;;
            dbt)
                venv=$(environment dbt 'dbt-core>=1.11,<1.12' 'dbt-duckdb<1.12' openlineage-dbt)
                start_server dbt
                run_client dbt 'Failed to emit|Error sending|HTTPError|ConnectionError' \
                    DBT_VENV="$venv" DBT_WORK="$folder/dbt" bash "$shared/drivers/dbt/run.sh" ;;
            *) die "unknown client $name" ;;
        esac
    done
done
[ $failures = 0 ] || die "$failures clients failed"
echo "all clients passed"
