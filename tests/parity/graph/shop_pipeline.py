"""A pipeline with artifacts, parameters, an importer, a sub-pipeline and a loop that is collected.

kfp reads the annotations as they are, so they are no texts here.
"""

from kfp import dsl


@dsl.component
def load(name: str, rows: dsl.Output[dsl.Dataset], bad: dsl.Output[dsl.Dataset]) -> int:
    return 1


@dsl.component
def join(
    left: dsl.Input[dsl.Dataset],
    right: dsl.Input[dsl.Dataset],
    limit: int,
    joined: dsl.Output[dsl.Dataset],
) -> None:
    pass


@dsl.component
def check(data: dsl.Input[dsl.Dataset], more: dsl.Input[dsl.Dataset], seen: int) -> None:
    pass


@dsl.component
def total(counts: list) -> None:
    pass


@dsl.pipeline
def cleaned(left: dsl.Input[dsl.Dataset], right: dsl.Input[dsl.Dataset]) -> dsl.Dataset:
    inner = join(left=left, right=right, limit=3)
    return inner.outputs["joined"]


@dsl.pipeline(name="shop")
def shop() -> None:
    users, plays = load(name="users"), load(name="plays")
    table = dsl.importer(artifact_uri="gs://b/t", artifact_class=dsl.Dataset)
    both = join(
        left=users.outputs["rows"], right=plays.outputs["rows"], limit=users.outputs["Output"]
    )
    again = cleaned(left=both.outputs["joined"], right=table.output)
    check(data=again.output, more=users.outputs["bad"], seen=plays.outputs["Output"])
    with dsl.ParallelFor(["a", "b"]) as item:
        each = load(name=item)
    total(counts=dsl.Collected(each.outputs["Output"]))
