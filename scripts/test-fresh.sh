#!/bin/bash
# Makes an empty Debian with debootstrap and runs the two commands of the README in it, from a clone of this repository:
# `make test` and `make demo`. Only the Swift toolchain, its copies of packages and its git configuration are bound in, read-only.
#
# Needs root and debootstrap. What is where comes from the environment; without the first three nothing is run:
#   WHEREFROM_TOOLCHAIN       root folder of the Swift toolchain (holds usr/bin/swift)
#   WHEREFROM_PACKAGES        folder with copies of the packages of Package.swift
#   WHEREFROM_GITCONFIG       git configuration that leads to those copies
#   WHEREFROM_DEBIAN_MIRROR   mirror for debootstrap (default: debootstrap's own)
#   WHEREFROM_APT_SOURCES     file or folder with apt's sources, copied into the new system (optional)
#   WHEREFROM_APT_CONFIG      file or folder with apt's configuration, copied into the new system (optional)
#   WHEREFROM_FRESH_ROOT      keep the bare system here and start from it the next time (optional)
# usage: test-fresh.sh [COMMAND…]    default: make test && make demo
set -euo pipefail
. "$(dirname "$0")/lib.sh"

for name in TOOLCHAIN PACKAGES GITCONFIG; do
    variable=WHEREFROM_$name
    [ -n "${!variable:-}" ] || skip "$variable is not set (see the head of scripts/test-fresh.sh)"
    [ -e "${!variable}" ] || die "$variable names ${!variable}, which does not exist"
done
[ "$(id -u)" = 0 ] || die "a fresh system needs root (chroot, mount)"
command -v debootstrap >/dev/null || die "debootstrap is not here: apt-get install debootstrap"
[ -x "$WHEREFROM_TOOLCHAIN/usr/bin/swift" ] || die "there is no usr/bin/swift in $WHEREFROM_TOOLCHAIN"

suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
system=$(mktemp -d "${TMPDIR:-/var/tmp}/wherefrom-fresh.XXXXXX")
mounted=()

# Unmounts in reverse order; only when nothing is mounted any more is the system removed.
cleanup() {
    local index
    for ((index = ${#mounted[@]} - 1; index >= 0; index--)); do
        umount "${mounted[$index]}" 2>/dev/null || umount -l "${mounted[$index]}" || true
    done
    if grep -q " $system/" /proc/mounts; then
        say "warning: something is still mounted below $system; it is left in place"
    else
        rm -rf --one-file-system "$system"
    fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# bind_read_only PLACE: makes a file or folder of this machine visible in the system at the same place.
bind_read_only() {
    if [ -d "$1" ]; then mkdir -p "$system$1"; else mkdir -p "$(dirname "$system$1")" && touch "$system$1"; fi
    mount --bind "$1" "$system$1"
    mounted+=("$system$1")
    mount -o remount,bind,ro "$system$1"
}

# copy_into FROM FOLDER: copies a file, or the files of a folder, below the system.
copy_into() {
    mkdir -p "$system$2"
    if [ -d "$1" ]; then cp -L "$1"/* "$system$2"/; else cp -L "$1" "$system$2"/; fi
}

bare=${WHEREFROM_FRESH_ROOT:-}
if [ -n "$bare" ] && [ -x "$bare/bin/bash" ]; then
    say "starting from the bare system in $bare"
    cp -a "$bare/." "$system/"
else
    # make and git are what the two commands of the README take for granted; everything else is installed by them.
    say "debootstrap $suite …"
    debootstrap --variant=minbase --include=make,git,ca-certificates "$suite" "$system" \
        ${WHEREFROM_DEBIAN_MIRROR:+"$WHEREFROM_DEBIAN_MIRROR"} >"$system.log" 2>&1 ||
        { tail -n 20 "$system.log" >&2; rm -f "$system.log"; die "debootstrap failed"; }
    rm -f "$system.log"
    [ -z "$bare" ] || { mkdir -p "$bare" && cp -a "$system/." "$bare/"; }
fi

if [ -n "${WHEREFROM_APT_SOURCES:-}" ]; then
    rm -f "$system/etc/apt/sources.list"
    copy_into "$WHEREFROM_APT_SOURCES" /etc/apt/sources.list.d
fi
[ -z "${WHEREFROM_APT_CONFIG:-}" ] || copy_into "$WHEREFROM_APT_CONFIG" /etc/apt/apt.conf.d
for file in /etc/resolv.conf /etc/hosts; do [ ! -e $file ] || copy_into $file /etc; done
mkdir -p "$system/proc" "$system/dev"
mount -t proc proc "$system/proc" && mounted+=("$system/proc")
mount --bind /dev "$system/dev" && mounted+=("$system/dev")
bind_read_only "$WHEREFROM_TOOLCHAIN"
bind_read_only "$WHEREFROM_PACKAGES"
mkdir -p "$system/source.git"
git clone --quiet --bare "$root" "$system/source.git"
cp -L "$WHEREFROM_GITCONFIG" "$system/etc/gitconfig"

# inside COMMAND: runs a line of shell in the system, as root, with an environment of its own and no keyboard.
inside() {
    chroot "$system" /usr/bin/env -i HOME=/root LANG=C.UTF-8 CI=true DEMO_ONCE=1 \
        PATH="$WHEREFROM_TOOLCHAIN/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
        /bin/bash -c "$1" </dev/null
}

inside 'git clone --quiet /source.git /srv/wherefrom'
say "a clone of $(git -C "$root" rev-parse --short HEAD) lies in the new system"
if [ $# -gt 0 ]; then
    inside "cd /srv/wherefrom && $*"
else
    for verb in test demo; do
        start=$SECONDS
        say "make $verb"
        inside "cd /srv/wherefrom && make $verb" || die "make $verb failed in the fresh system after $((SECONDS - start)) s"
        echo "make $verb: passed in a fresh $suite after $((SECONDS - start)) s"
    done
fi
