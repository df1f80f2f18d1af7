#!/usr/bin/env bash
# Removes what the make targets made; what git tracks or you wrote yourself stays.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf .venv .tools .cache build dist demo-out .mypy_cache .ruff_cache .pytest_cache .hypothesis
find . -name __pycache__ -type d -prune -exec rm -rf {} +
