#!/usr/bin/env bash
# Runs the fast tests, or pytest with the arguments given, on the current lane (Python 3.13, TFX 1.21)
# in a Debian 13 root below .cache: the TFX 1.21 wheels need a newer glibc than Debian 12 has.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

missing=()
[[ $EUID == 0 ]] || missing+=("root (chroot needs it)")
command -v debootstrap >/dev/null || missing+=("debootstrap (apt-get install debootstrap)")
if ((${#missing[@]})); then
    printf 'test-current did not run; missing: %s\n' "${missing[@]}" >&2
    exit 2
fi

root=$PWD/.cache/trixie
packages=ca-certificates,g++,git,make,python3-dev,python3-pip,python3-venv
if [[ ! -r $root/.ready || $(<"$root/.ready") != "$packages" ]]; then
    rm -rf "$root"
    mkdir -p "$root"
    # An empty DEBIAN_MIRROR is debootstrap's own choice.
    debootstrap --variant=minbase --include="$packages" trixie "$root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"}
    echo "$packages" >"$root/.ready"
fi

# The host's names, certificates and pip settings, so that package indexes work as they do outside.
for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt /etc/pip.conf; do
    if [[ -e $file ]]; then
        install -D -m 644 "$file" "$root$file"
    fi
done

mounted=()
unmount() {
    for place in "${mounted[@]}"; do
        umount "$place"
    done
}
trap unmount EXIT
mount -t proc proc "$root/proc" && mounted+=("$root/proc")
mount --bind /dev "$root/dev" && mounted+=("$root/dev")

mkdir -p "$root/src"
find "$root/src" -mindepth 1 -maxdepth 1 ! -name .venv -exec rm -rf {} +
git ls-files -z --cached --others --exclude-standard | tar --null -T - -c | tar -x -C "$root/src"

(($#)) || set -- -m "not slow"
chroot "$root" /bin/bash -euo pipefail -s "$UV_VERSION" "$@" <<'INSIDE'
cd /src
git init -q && git add -A # a test asks git which files there are
[[ -x /opt/uv/bin/uv ]] || { python3 -m venv /opt/uv && /opt/uv/bin/pip install --quiet "uv==$1"; }
export UV_PYTHON_DOWNLOADS=never UV_PYTHON=3.13
/opt/uv/bin/uv sync --locked --extra tfx --group dev
.venv/bin/python -m pytest -n 2 "${@:2}"
INSIDE
