"""A small legacy repository in a temporary directory, whose tasks run as steps in processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bridges.luigi import STEP_FILE, step_source

RECORD = ".paved-road.json"

# jsonschema builds a grammar for a second at each import of Luigi where this is installed.
SLOW_IMPORT = "rfc3987_syntax.py"

IN_PROCESS = """\
import json, sys
import paved_road_step
print("returned", paved_road_step.run(*json.loads(sys.argv[1])))
"""


@dataclass(frozen=True)
class Ended:
    """How a step ended: exit code, standard output, and the log."""

    code: int
    out: str
    log: str

    @property
    def last(self) -> str:
        return self.log.strip().splitlines()[-1]

    def ok(self) -> Ended:
        assert self.code == 0, self.log
        return self


@dataclass(frozen=True)
class Repository:
    """``root/repo`` is the legacy code, ``root/<artifact>`` are artifacts."""

    root: Path
    python: str = sys.executable
    env: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return self.root / "repo"

    def write(self, name: str, text: str) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")
        return file

    def artifact(self, name: str) -> Path:
        return self.root / "artifacts" / name

    def record(self, name: str) -> dict[str, Any]:
        return dict(json.loads((self.artifact(name) / RECORD).read_text()))

    def step(
        self,
        family: str,
        *,
        mode: str = "artifact",
        kind: str = "task",
        params: dict[str, Any] | None = None,
        inputs: dict[str, list[Any]] | None = None,
        outputs: dict[str, list[Any] | None] | None = None,
        arrive: dict[str, str] | None = None,
        env: dict[str, str] | None = None,
        entry: str = "command",
        **constant: Any,
    ) -> Ended:
        """Run one task; an input or output is named like its artifact unless ``arrive`` says so."""
        task = {"module": "shop", "family": family, "kind": kind, "mode": mode, **constant}
        task["inputs"] = [[name, *paths] for name, paths in (inputs or {}).items()]
        task["outputs"] = [[name, path] for name, path in (outputs or {}).items()]
        sources = {name: str(self.artifact(name)) for name in inputs or {}}
        sources |= {name: str(self.artifact(real)) for name, real in (arrive or {}).items()}
        sinks = {name: str(self.artifact(name)) for name in outputs or {}}
        given = [task, params or {}, sources, sinks]
        return self.start(entry, given, env or {})

    def helper(self, kind: str, inputs: list[str], output: str | None, **constant: Any) -> Ended:
        """Run a bundle or prepare step."""
        params = constant.pop("params", {})
        sources = {name: str(self.artifact(name)) for name in inputs}
        sinks = {output: str(self.artifact(output))} if output else {}
        return self.start("command", [{"kind": kind, **constant}, params, sources, sinks], {})

    def start(self, entry: str, given: list[Any], env: dict[str, str]) -> Ended:
        runtime = self.root / "runtime"
        runtime.mkdir(exist_ok=True)
        (runtime / STEP_FILE).write_bytes(step_source())
        (runtime / "driver.py").write_text(IN_PROCESS)
        (runtime / SLOW_IMPORT).write_text("raise ImportError")
        if entry == "run":
            words = [str(runtime / "driver.py"), json.dumps(given)]
        else:
            words = [str(runtime / STEP_FILE), "--task", json.dumps(given[0])]
            for flag, pairs in zip(("--param", "--input", "--output"), given[1:], strict=True):
                words += [word for pair in pairs.items() for word in (flag, *pair)]
        return self.process(words, env)

    def process(self, words: list[str], env: dict[str, str]) -> Ended:
        self.path.mkdir(exist_ok=True)
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "LUIGI"))}
        done = subprocess.run(
            [self.python, *words],
            cwd=self.path,
            env=clean | {"PYTHONDONTWRITEBYTECODE": "1"} | self.env | env,
            capture_output=True,
            text=True,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)
