# One-line verbs; the work is in scripts/. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup build release demo test test-only bench score-sql test-clients test-crash test-fsync test-fresh \
	format lint check docs ci clean

SWIFT ?= swift
BUILD_FLAGS ?=
ROUNDS ?= 50
SOURCES := Package.swift Sources Tests benchmarks/Package.swift benchmarks/Sources benchmarks/Tests

help: ## List the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: ## Install missing system packages (Debian, Ubuntu; elsewhere say which)
	@scripts/setup.sh

build: setup ## Build for debugging
	$(SWIFT) build $(BUILD_FLAGS)

release: setup ## Build for use: .build/release/wherefrom
	$(SWIFT) build -c release --product wherefrom --static-swift-stdlib $(BUILD_FLAGS)

demo: setup ## Build and start a server with a small estate in it, on port 5000
	@scripts/demo.sh

test: setup test-only ## Install what is missing and run every test

# Tests that run all at once would only wait for each other on a machine with few cores.
test-only:
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=8 $(SWIFT) test $(BUILD_FLAGS)
	@scripts/test-postgres.sh

bench: setup ## Measure a release build and write the table of benchmarks
	@scripts/bench.sh

score-sql: setup ## Score the SQL analyser on the corpora beside the repository
	@scripts/score-sql.sh

test-clients: setup ## Run unmodified clients against a server and check their lineage
	@scripts/test-clients.sh

test-crash: setup ## Kill the server under load, ROUNDS times (50)
	@scripts/test-crash.sh $(ROUNDS)

test-fsync: setup ## Show with strace that data is on disk before the answer 201
	@scripts/test-fsync.sh

test-fresh: ## Run `make test` and `make demo` from a clone in an empty Debian
	@scripts/test-fresh.sh

format: ## Format the sources in place
	$(SWIFT) format --in-place --recursive --parallel $(SOURCES)

lint: ## Check the format
	$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)

check: lint ## Check format, imports, warnings and documentation
	@scripts/check.sh

docs: setup ## Check that routes, verbs, settings and links are documented
	$(SWIFT) test --filter TidyTests $(BUILD_FLAGS)

ci: ## What the continuous integration runs
	@.ci/run

clean: ## Remove everything that was built
	rm -rf .build
