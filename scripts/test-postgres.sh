#!/bin/bash
# Runs the tests of everything that stands on the database once more, on a private PostgreSQL; after `swift test`.
# usage: test-postgres.sh [FILTER]
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"
command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
    skip "the tests on PostgreSQL, which is not installed (scripts/setup.sh installs it)"
# Each test has its own connections, of which the server has a limited number.
export WHEREFROM_TEST_DATABASE=postgresql SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4
swift test --skip-build ${BUILD_FLAGS:-} --filter "${1:-IngestionTests|AnalysisTests|GoldenTests|WherefromServerTests}"
