#!/bin/bash
# Installs what the build and the tests need and this machine lacks. Does nothing when nothing is missing.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# missing_packages: prints the packages (names of Debian and Ubuntu) whose files or tools are not here.
missing_packages() {
    local tool
    for tool in git make python3 pkg-config strace curl; do
        command -v $tool >/dev/null || echo $tool
    done
    pkg_config_knows sqlite3 || echo libsqlite3-dev
    pkg_config_knows libzstd || echo libzstd-dev
    pkg_config_knows zlib || echo zlib1g-dev
    python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    [ -e /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
    # The tests start a PostgreSQL server of their own; using it as the database needs libpq5 alone.
    command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
    # What the Swift toolchain itself asks of the system.
    command -v ld >/dev/null || echo binutils
    [ -e /usr/include/stdio.h ] || echo libc6-dev
    [ -d /usr/share/zoneinfo ] || echo tzdata
    compgen -G '/usr/include/c++/*/vector' >/dev/null || newest_cxx_library
    if command -v swift >/dev/null && ! swift build --version >/dev/null 2>&1; then
        echo libcurl4-openssl-dev libncurses-dev libxml2-dev
    fi
}

pkg_config_knows() { command -v pkg-config >/dev/null && pkg-config --exists "$1"; }

# The C++ library carries its version in the name of its package. (Before `apt-get update` there may be no names at all.)
newest_cxx_library() {
    apt-cache pkgnames libstdc++- | grep -E '^libstdc\+\+-[0-9]+-dev$' | sort -V | tail -1 | grep . || echo libstdc++-12-dev
}

# without_cluster COMMAND…: runs it as root so that a package of PostgreSQL which it installs creates and starts no server.
without_cluster() {
    local settings=/etc/postgresql-common/createcluster.conf
    if [ -e "$settings" ]; then "$@"; return; fi
    ${as_root[@]+"${as_root[@]}"} sh -c 'mkdir -p "${0%/*}" && echo "create_main_cluster = false" >"$0"' "$settings"
    local result=0
    "$@" || result=$?
    # From now on as if the package had been installed without us.
    ${as_root[@]+"${as_root[@]}"} sh -c 'cp /usr/share/postgresql-common/createcluster.conf "$0" 2>/dev/null || rm -f "$0"' "$settings"
    return $result
}

# install_on_debian: installs what is missing through apt-get, as root or by sudo.
install_on_debian() {
    local log as_root=()
    [ -n "$(missing_packages)" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || die "packages are missing; installing them needs root, and sudo is not here.
As root run: apt-get install $(missing_packages | tr '\n' ' ')"
        as_root=(sudo)
    fi
    log=$(mktemp)
    say "apt-get update"
    ${as_root[@]+"${as_root[@]}"} apt-get update >"$log" 2>&1 </dev/null || say "warning: apt-get update: $(tail -n 1 "$log")"
    mapfile -t packages < <(missing_packages | tr ' ' '\n')
    say "apt-get install ${packages[*]}"
    if ! without_cluster ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${packages[@]}" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        die "apt-get could not install: ${packages[*]}"
    fi
    rm -f "$log"
}

command -v swift >/dev/null ||
    die "there is no Swift toolchain on the PATH. Get Swift 6.2 or newer from https://www.swift.org/install"
case $(uname -s) in
    Linux)
        if command -v apt-get >/dev/null; then
            install_on_debian
        elif ! { pkg_config_knows sqlite3 && pkg_config_knows libzstd && pkg_config_knows zlib; }; then
            die "please install pkg-config, python3 and the headers of SQLite, zstd and zlib with this system's package manager"
        fi ;;
    Darwin)
        { pkg_config_knows sqlite3 && pkg_config_knows libzstd && command -v python3 >/dev/null; } ||
            die "please run: brew install sqlite zstd pkg-config python3" ;;
    *) say "warning: unknown system; needed are pkg-config, python3, SQLite, zstd and zlib" ;;
esac
