# Shared by the scripts: which Python to use, and a uv of our own. Sourced, not run.

UV_VERSION=0.13.9

# Prints the first Python VERSION that starts, one with headers before one without.
find_python() {
    local version=$1 candidate found fallback=
    while read -r candidate; do
        # A pyenv shim is on PATH for versions it cannot start: only what runs counts.
        found=$("$candidate" - "$version" 2>/dev/null <<'PY'
import os, sys, sysconfig
if "%d.%d" % sys.version_info[:2] == sys.argv[1]:
    header = os.path.join(sysconfig.get_paths()["include"], "Python.h")
    print(("headers " if os.path.exists(header) else "bare ") + sys.executable)
PY
        ) || continue
        case $found in
            headers\ *) echo "${found#headers }"; return ;;
            bare\ *) fallback=${fallback:-${found#bare }} ;;
        esac
    done < <(type -ap "python$version" python3 python)
    if [[ -n $fallback ]]; then
        echo "note: $fallback has no headers (Debian: python3-dev); building a package may fail" >&2
        echo "$fallback"
        return
    fi
    echo "No Python $version on PATH. Debian 12: apt-get install python3-dev python3-venv g++" >&2
    return 2
}

# Leaves uv in .tools/uv/bin, installed with venv or, where Debian left that out, with pip.
ensure_uv() {
    local python=$1 log=.tools/install.log
    if [[ $(.tools/uv/bin/uv --version 2>/dev/null) == "uv $UV_VERSION"* ]]; then
        return
    fi
    rm -rf .tools/uv
    mkdir -p .tools
    if "$python" -m venv .tools/uv >"$log" 2>&1; then
        .tools/uv/bin/python -m pip install --quiet "uv==$UV_VERSION"
        return
    fi
    rm -rf .tools/uv
    if ! "$python" -m pip --version >>"$log" 2>&1; then
        echo "$python has neither venv nor pip. Debian 12: apt-get install python3-venv" >&2
        return 2
    fi
    # --target writes to that directory only, which Debian's pip allows.
    PIP_ROOT_USER_ACTION=ignore "$python" -m pip install --quiet --target .tools/uv "uv==$UV_VERSION"
}
