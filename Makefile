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

.PHONY: help environment fmt attack

ORGS ?= 200
MINUTES ?= 0
attack: environment ## Attack the planner with ORGS organisations in both profiles, for at most MINUTES
	$(PY) -m tests.attack --orgs $(ORGS) --minutes $(MINUTES)
