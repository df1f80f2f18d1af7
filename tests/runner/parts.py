"""Components that the pipelines of these tests are made of."""
# ruff: noqa: UP006, UP035, UP045  pipelines are written as kfp 2.13 understands them

from typing import List, NamedTuple, Optional

from kfp import dsl
from kfp.dsl import HTML, Artifact, Dataset, Input, Markdown, Metrics, Model, Output

component = dsl.component(base_image="python:3.11", install_kfp_package=False)


@component
def echo(text: str) -> str:
    return text


@component
def number(value: int) -> int:
    return value


@component
def shout(text: str) -> str:
    return text.upper() + "!"


@component
def write(text: str, out: Output[Dataset]):
    with open(out.path, "w") as stream:
        stream.write(text)
    out.metadata["length"] = len(text)


@component
def read(data: Input[Dataset]) -> str:
    with open(data.path) as stream:
        return stream.read()


@component
def texts(n: int) -> List[str]:
    return [str(i) for i in range(n)]


@component
def join(parts: List[str]) -> str:
    return ",".join(parts)


@component
def join_data(parts: Input[List[Dataset]]) -> str:
    return ",".join(open(part.path).read() for part in parts)


@component
def fail(text: str) -> str:
    raise ValueError("no luck with " + text)


@component
def status(end: dsl.PipelineTaskFinalStatus) -> str:
    return f"{end.state}|{end.pipeline_task_name}|{end.error_message}"


@component
def optional(text: Optional[str] = None, data: Input[Dataset] = None) -> str:
    return repr((text, data and data.name))


@component
def sleep(seconds: float, tag: str) -> str:
    import time

    time.sleep(seconds)
    return tag


@component
def kinds(
    report: Output[HTML],
    note: Output[Markdown],
    scores: Output[Metrics],
    model: Output[Model],
    folder: Output[Artifact],
) -> NamedTuple("Both", [("count", int), ("names", List[str])]):
    import os

    with open(report.path, "w") as stream:
        stream.write("<p>fine</p>")
    with open(note.path, "w") as stream:
        stream.write("*fine*")
    scores.log_metric("accuracy", 0.5)
    model.framework = "none"
    os.makedirs(folder.path)
    with open(os.path.join(folder.path, "part-0"), "w") as stream:
        stream.write("p0")
    return (2, ["a", "b"])
