# What people and CI type. Every target sets up what it needs; logic lives in scripts/.
SHELL := /bin/bash
BIN := .venv/bin
# Seconds after which a whole test run counts as hung (one test: see pyproject.toml).
FAST_LIMIT := 660
FULL_LIMIT := 3600
# Without bytecode files every process that a test starts would compile TensorFlow and Beam anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format bench test-all test-current clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: ## .venv as uv.lock says (at once when it already is)
	@scripts/setup.sh

demo: setup ## convert the example, run Luigi and the converted pipeline, compare
	@$(BIN)/python scripts/demo.py

test: setup ## the fast tests
	@timeout $(FAST_LIMIT) $(BIN)/python -m pytest -m "not slow" -n 2

check: setup ## format, lint, types, fast tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/mypy scripts benchmarks
	@$(MAKE) --no-print-directory test

format: setup ## rewrite the sources as check wants them
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: ## measure against the named peers; an hour or more
	@scripts/setup.sh bench
	@$(BIN)/python benchmarks/run.py

test-all: setup ## all tests, the slow ones too; properties are asked of new examples
	@timeout $(FULL_LIMIT) $(BIN)/python -m pytest -n 2 --hypothesis-profile=default

test-current: ## the fast tests on Python 3.13 and TFX 1.21, in a Debian 13 root (needs root, debootstrap)
	@scripts/test-current.sh

clean: ## remove everything that these targets made
	@scripts/clean.sh
