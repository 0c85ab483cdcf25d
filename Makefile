# Two commands do all the set-up: `make run` and `make test`. Every target builds what it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help

ALONGSIDE_PORT ?= 8000
ALONGSIDE_DATA ?= ./data
export ALONGSIDE_PORT ALONGSIDE_DATA
VENV := .venv
PY := $(VENV)/bin/python

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

$(VENV)/.ready: pyproject.toml uv.lock scripts/environment
	@scripts/environment
	@touch $@

environment: $(VENV)/.ready ## Build the Python environment from the lock file

fmt: environment ## Format the code
	$(VENV)/bin/ruff format . && $(VENV)/bin/ruff check --fix .

vendor: ## Fetch the vendored front-end files again, as locked (needs npm)
	@scripts/vendor

run: environment ## Start Alongside with the demo company on http://127.0.0.1:$(ALONGSIDE_PORT)
	@$(VENV)/bin/alongside run

test: environment ## Run all tests
	@scripts/test

search: environment ## Run the property tests on new examples, where "make test" runs the same ones each time
	ALONGSIDE_SEARCH=1 $(VENV)/bin/pytest -q -n 2 --dist loadgroup -m "hypothesis and not browser"

check: environment ## Format, lint, types, imports, templates, words, migrations
	@scripts/check

screenshots: environment ## Take a picture of every main page for every role into screenshots/
	@scripts/chromium && $(PY) scripts/gallery.py

licences: environment ## List the licences of all that ships; fails on one that is not allowed
	@scripts/licences

sbom: environment ## Write a software bill of materials (CycloneDX) to build/sbom.json
	@scripts/sbom

axe: environment ## Judge every main page of the demo for accessibility, as every role, in both themes and widths
	@scripts/chromium && $(PY) scripts/axe.py

ORGS ?= 200
MINUTES ?= 0
attack: environment ## Attack the planner of group numbers with ORGS organisations, for at most MINUTES; goes on where it was stopped
	$(PY) -m tests.attack --orgs $(ORGS) --minutes $(MINUTES) --keep build/attack.jsonl

SIZES ?= 100 1000 10000
bench-disclosure: environment ## Time plan and protection of group numbers for organisations of SIZES people
	$(PY) -m alongside.disclosure.bench $(SIZES)

PEOPLE ?= 1000 10000 100000
bench: environment ## Time the main pages for companies of PEOPLE people, each in a database of its own in build/bench
	$(PY) -m tests.bench $(PEOPLE)

EXAMPLES ?= 200
fuzz: environment ## Throw EXAMPLES requests per operation at the API as each of seven people (schemathesis)
	@scripts/conformance && ALONGSIDE_FUZZ=$(EXAMPLES) $(VENV)/bin/pytest -q -n 0 tests/fuzz

ROUNDS ?= 5
SEED ?= 1
kill: environment ## Kill web, worker and PostgreSQL ROUNDS times at moments of SEED while somebody writes; nothing may be lost
	$(PY) -m tests.kill --rounds $(ROUNDS) --seed $(SEED)

soak: environment ## Load at half speed for MINUTES with faults of SEED (database, disk, mail server); prints a table
	$(PY) -m tests.soak --minutes $(if $(filter 0,$(MINUTES)),10,$(MINUTES)) --seed $(SEED)

.PHONY: help environment fmt vendor run test search check screenshots licences sbom axe attack bench bench-disclosure fuzz kill soak
