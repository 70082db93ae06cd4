#!/bin/bash
# Checks that need no running program: the demo story is as generated, every target names what it
# imports, and nothing warns.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"
python3 examples/demo/story.py | cmp - examples/demo/story.ndjson ||
    die "examples/demo/story.ndjson is not what story.py writes: python3 examples/demo/story.py > examples/demo/story.ndjson"
# `swift test` reports undeclared imports and goes on, so this is a build of its own.
WARNINGS_AS_ERRORS=1 swift build --build-tests --explicit-target-dependency-import-check error ${BUILD_FLAGS:-}
