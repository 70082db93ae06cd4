#!/bin/bash
# Checks that need no running program: every target names what it imports, and nothing warns.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"
# `swift test` reports undeclared imports and goes on, so this is a build of its own.
WARNINGS_AS_ERRORS=1 swift build --build-tests --explicit-target-dependency-import-check error ${BUILD_FLAGS:-}
