"""From a container spec to the command that does the same work on this machine."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bridges.kfp.model import ImageMap
from bridges.kfp.placeholders import executor_placeholders, fill, fill_command
from bridges.kfp.spec import Container
from bridges.luigi.single_file import joined_script

RUNNER: Final = "run_component.py"
_KFP_EXECUTOR: Final = "kfp.dsl.executor_main"
_PYTHON: Final = re.compile(r"(?:/usr/(?:local/)?bin/)?python(?:[23](?:\.\d+)?)?")


@dataclass(frozen=True, slots=True)
class Source:
    """A lightweight component: the text of its module and the function in it."""

    text: str
    function: str


def lightweight_source(container: Container) -> Source | None:
    """The Python source inside a lightweight component's command; None for other containers."""
    starter = next((i for i, w in enumerate(container.command) if _KFP_EXECUTOR in w), None)
    if starter is None or starter + 1 >= len(container.command):
        return None
    if "--function_to_execute" not in container.args:
        return None
    function = container.args[container.args.index("--function_to_execute") + 1]
    return Source(container.command[starter + 1], function)


def lightweight_argv(source: Source, folder: Path, python: str) -> list[str]:
    """The command for a lightweight component whose files are in ``folder``."""
    module = folder / "ephemeral_component.py"
    module.write_text(source.text, encoding="utf-8")
    return [
        python,
        str(write_runner(folder)),
        "--source",
        str(module),
        "--function",
        source.function,
        "--executor-input",
        str(folder / "executor_input.json"),
    ]


def write_runner(folder: Path) -> Path:
    """The file that runs a lightweight component; its source is :mod:`bridges.kfp.lightweight`."""
    runner = folder / RUNNER
    runner.write_text(joined_script("bridges.kfp.lightweight"), encoding="utf-8")
    return runner


def container_argv(
    container: Container, executor_input: Mapping[str, Any], image: ImageMap
) -> list[str]:
    """The container's command with placeholders filled, and image paths and Python replaced."""
    words = fill_command(
        [*container.command, *container.args], executor_placeholders(executor_input)
    )
    words = [str(image.files.get(word, word)) for word in words]
    if words and _PYTHON.fullmatch(words[0]):
        words[0] = image.python or sys.executable
    return words


def environment(
    container: Container,
    image: ImageMap,
    extra: Mapping[str, str],
    executor_input: Mapping[str, Any],
) -> dict[str, str]:
    """The step's environment: this one, then the container's, the map's and ``extra``."""
    table = executor_placeholders(executor_input)
    declared = {name: fill(value, table) for name, value in container.env.items()}
    result = {**os.environ, "PYTHONUNBUFFERED": "1", **declared, **image.env, **extra}
    if image.pythonpath:
        result["PYTHONPATH"] = os.pathsep.join(map(str, image.pythonpath))
    return result
