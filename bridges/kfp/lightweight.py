"""Runs one lightweight KFP component: a file of its own that needs nothing but Python.

Started as a script in the interpreter of a step. Where kfp is installed its own executor does
the work; elsewhere the few names of ``kfp.dsl`` that component sources import stand in for it,
and both give the same outputs. Python 3.8 and later; the ExecutorInput comes in a file, because
a command line holds 128 KiB per argument at most.
"""

from __future__ import annotations

import argparse
import importlib.util
import inspect
import json
import os
import sys
import types
import typing
from pathlib import Path

MOUNTS = {"gs://": "/gcs/", "minio://": "/minio/", "s3://": "/s3/"}
PARAMETER_TYPES = (str, int, float, bool, dict, list)


class Artifact:
    """An artifact in the hands of a component."""

    schema_title = "system.Artifact"
    schema_version = "0.0.1"

    def __init__(
        self,
        name: str | None = None,
        uri: str | None = None,
        metadata: dict[str, typing.Any] | None = None,
    ) -> None:
        self.name = name or ""
        self.uri = uri or ""
        self.metadata = metadata or {}

    @property
    def path(self) -> str:
        for scheme, mount in MOUNTS.items():
            if self.uri.startswith(scheme):
                return mount + self.uri[len(scheme) :]
        return self.uri

    @path.setter
    def path(self, path: str) -> None:
        for scheme, mount in MOUNTS.items():
            if path.startswith(mount):
                path = scheme + path[len(mount) :]
        self.uri = path


class Dataset(Artifact):
    schema_title = "system.Dataset"


class HTML(Artifact):
    schema_title = "system.HTML"


class Markdown(Artifact):
    schema_title = "system.Markdown"


class Metrics(Artifact):
    """Scalars that the Kubeflow UI shows."""

    schema_title = "system.Metrics"

    def log_metric(self, metric: str, value: float) -> None:
        self.metadata[metric] = value


class Model(Artifact):
    schema_title = "system.Model"

    @property
    def framework(self) -> str:
        return str(self.metadata.get("framework", ""))

    @framework.setter
    def framework(self, framework: str) -> None:
        self.metadata["framework"] = framework


class Direction:
    """What ``Input[T]`` and ``Output[T]`` evaluate to."""

    def __init__(self, kind: str, item: typing.Any = Artifact) -> None:
        self.kind = kind
        self.item = item

    def __getitem__(self, item: typing.Any) -> Direction:
        return Direction(self.kind, item)

    def __call__(self) -> None:  # typing accepts only callables inside Optional[…]
        raise TypeError("a type cannot be called")


class InputPath:
    """The annotation ``InputPath("Dataset")``."""

    def __init__(self, type: typing.Any = None) -> None:
        self.type = type

    def __call__(self) -> None:
        raise TypeError("a type cannot be called")


class OutputPath(InputPath):
    """The annotation ``OutputPath(str)``."""


class PipelineTaskFinalStatus:
    """How the body of an exit handler ended."""

    def __init__(self, status: dict[str, typing.Any]) -> None:
        error = status.get("error") or {}
        self.state = status.get("state")
        self.pipeline_job_resource_name = status.get("pipelineJobResourceName")
        self.pipeline_task_name = status.get("pipelineTaskName")
        self.error_code = error.get("code")
        self.error_message = error.get("message")


def install_names() -> None:
    """``import kfp`` and ``from kfp.dsl import …`` now find the names of this file."""
    dsl = types.ModuleType("kfp.dsl")
    names: dict[str, typing.Any] = {
        "Artifact": Artifact,
        "Input": Direction("input"),
        "Output": Direction("output"),
        "InputPath": InputPath,
        "OutputPath": OutputPath,
        "PipelineTaskFinalStatus": PipelineTaskFinalStatus,
    }
    for standard in (Dataset, HTML, Markdown, Metrics, Model):
        names[standard.__name__] = standard
    dsl.__dict__.update(names, __all__=sorted(names))
    kfp = types.ModuleType("kfp")
    kfp.__dict__.update(dsl=dsl, __path__=[])
    sys.modules["kfp"], sys.modules["kfp.dsl"] = kfp, dsl


class Executor:
    """Calls the function with what the ExecutorInput holds and writes its outputs."""

    def __init__(
        self, function: typing.Callable[..., typing.Any], executor_input: dict[str, typing.Any]
    ) -> None:
        self.function = function
        self.inputs = executor_input["inputs"]
        self.outputs = executor_input["outputs"]
        self.written: dict[str, Artifact] = {}
        self.parameters: dict[str, typing.Any] = {}

    def execute(self) -> None:
        """executor_output.json is written."""
        hints = dict(inspect.getfullargspec(self.function).annotations)
        returned = hints.pop("return", None)
        arguments = {}
        for name, annotation in hints.items():
            given, value = self.argument(name, strip_optional(annotation))
            if given:
                arguments[name] = value
        self.take(returned, self.function(**arguments))
        self.write()

    def argument(self, name: str, annotation: typing.Any) -> tuple[bool, typing.Any]:
        """Whether the function gets the argument, and its value."""
        if annotation is PipelineTaskFinalStatus:
            return True, PipelineTaskFinalStatus(self.inputs["parameterValues"][name])
        if isinstance(annotation, OutputPath):
            if name in self.outputs["parameters"]:
                return True, made_parent(self.outputs["parameters"][name]["outputFile"])
            return True, self.output_artifact(name, Artifact).path
        if isinstance(annotation, Direction) and annotation.kind == "output":
            return True, self.output_artifact(name, annotation.item)
        if name in self.inputs["parameterValues"]:
            value = self.inputs["parameterValues"][name]
            return value is not None, value
        entry = self.inputs["artifacts"].get(name)
        if isinstance(annotation, InputPath):
            return entry is not None, entry and artifact(entry["artifacts"][0], Artifact).path
        return self.input_artifact(entry, annotation)

    def input_artifact(
        self, entry: dict[str, typing.Any] | None, annotation: typing.Any
    ) -> tuple[bool, typing.Any]:
        item = annotation.item if isinstance(annotation, Direction) else annotation
        if inspect.isclass(item) and issubclass(item, PARAMETER_TYPES):
            return False, None
        many = getattr(item, "__origin__", None) is list
        if not many and not (inspect.isclass(item) and issubclass(item, Artifact)):
            return False, None
        cls = item.__args__[0] if many else item
        found = [artifact(a, cls) for a in (entry or {}).get("artifacts", [])]
        if many:
            return True, found
        return True, found[0] if found else None

    def output_artifact(self, name: str, cls: typing.Any) -> Artifact:
        made = artifact(self.outputs["artifacts"][name]["artifacts"][0], cls)
        made_parent(made.path)
        self.written[name] = made
        return made

    def take(self, annotation: typing.Any, value: typing.Any) -> None:
        """The returned value counts as outputs."""
        if value is None:
            return
        fields = getattr(annotation, "_fields", None)
        if fields is None:
            self.take_one("Output", annotation, value)
            return
        if len(fields) != len(value):
            raise RuntimeError(f"expected {len(fields)} return values, got {len(value)}")
        for index, name in enumerate(fields):
            item = value[index] if type(value) is tuple else getattr(value, name)
            self.take_one(name, annotation.__annotations__[name], item)

    def take_one(self, name: str, annotation: typing.Any, value: typing.Any) -> None:
        wanted = getattr(annotation, "__origin__", None) or annotation
        if wanted in PARAMETER_TYPES:
            accepted = (int, float) if wanted is float else wanted
            if not isinstance(value, accepted):
                raise ValueError(f"returned value of type {type(value)}; want type {wanted}")
            self.parameters[name] = value
        elif isinstance(value, Artifact):
            self.written[name] = value
        else:
            Path(self.output_artifact(name, wanted).path).write_text(str(value))

    def write(self) -> None:
        output: dict[str, typing.Any] = {}
        if self.parameters:
            output["parameterValues"] = self.parameters
        if self.written:
            output["artifacts"] = {
                name: {"artifacts": [{"name": a.name, "uri": a.uri, "metadata": a.metadata}]}
                for name, a in self.written.items()
            }
        Path(made_parent(self.outputs["outputFile"])).write_text(json.dumps(output))


def artifact(entry: dict[str, typing.Any], fallback: typing.Any) -> Artifact:
    """The artifact in the class its type names, else in the class of the annotation."""
    title = (entry.get("type") or {}).get("schemaTitle", "")
    cls = getattr(sys.modules["kfp.dsl"], title[len("system.") :], fallback)
    made = cls(name=entry.get("name"), uri=entry.get("uri"), metadata=entry.get("metadata"))
    return typing.cast(Artifact, made)


def made_parent(path: str) -> str:
    """The path itself; its directory exists."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    return path


def strip_optional(annotation: typing.Any) -> typing.Any:
    """``T`` for ``Optional[T]``."""
    if getattr(annotation, "__origin__", None) is typing.Union:
        return annotation.__args__[0]
    return annotation


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
