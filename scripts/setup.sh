#!/usr/bin/env bash
# Leaves .venv as uv.lock says, with a private uv in .tools. Writes nowhere else but to uv's and
# pip's caches, and returns at once when nothing it depends on has changed. Arguments are further
# dependency groups.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

stamp=.venv/.set-up
groups=()
for group in "$@"; do
    groups+=(--group "$group")
done
wanted=$({ pwd; echo "$@"; cat pyproject.toml uv.lock .python-version scripts/setup.sh scripts/lib.sh; } | sha256sum)
if [[ -x .venv/bin/migrate && -r $stamp && $(<"$stamp") == "$wanted" ]]; then
    exit 0
fi

python=$(find_python 3.11) || exit 2
echo "Setting up .venv with $python (about 1 GB to download, 3 GB on disk)"
ensure_uv "$python"
unset VIRTUAL_ENV UV_PROJECT_ENVIRONMENT
export UV_PYTHON_DOWNLOADS=never
.tools/uv/bin/uv sync --quiet --locked --extra tfx --group dev "${groups[@]}" --python "$python"
printf '%s\n' "$wanted" >"$stamp"
echo "Set up in $SECONDS s"
