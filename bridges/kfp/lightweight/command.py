"""The command: the component's function is found and run, with kfp or without."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
import typing
from pathlib import Path

from bridges.kfp.lightweight.executor import Executor
from bridges.kfp.lightweight.names import install_names


def load_function(path: str, name: str) -> typing.Callable[..., typing.Any]:
    """The component's function from its source file."""
    spec = importlib.util.spec_from_file_location("ephemeral_component", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["ephemeral_component"] = module
    spec.loader.exec_module(module)
    return typing.cast(typing.Callable[..., typing.Any], getattr(module, name))


def run_with_kfp(source: str, function: str, executor_input: str) -> None:
    """What ``python -m kfp.dsl.executor_main`` does on a cluster."""
    os.environ["_KFP_RUNTIME"] = "true"  # imports the slim part of kfp only
    from kfp.dsl import executor_main

    sys.argv = [
        executor_main.__file__,
        "--component_module_path",
        source,
        "--executor_input",
        executor_input,
        "--function_to_execute",
        function,
    ]
    executor_main.executor_main()


def run_without_kfp(source: str, function: str, executor_input: str) -> None:
    """The same with nothing but this file."""
    install_names()
    Executor(load_function(source, function), json.loads(executor_input)).execute()


def main(argv: list[str]) -> None:
    """The component has run; its outputs are where the ExecutorInput wants them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", required=True)
    parser.add_argument("--function", required=True)
    parser.add_argument("--executor-input", required=True)
    options = parser.parse_args(argv)
    executor_input = Path(options.executor_input).read_text(encoding="utf-8")
    has_kfp = importlib.util.find_spec("kfp") is not None
    run = run_with_kfp if has_kfp else run_without_kfp
    run(options.source, options.function, executor_input)


if __name__ == "__main__":
    # As with ``python -m``: the working directory is importable, the directory of this file is not.
    sys.path[0] = str(Path.cwd())
    main(sys.argv[1:])
