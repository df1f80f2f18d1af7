"""What the pipeline gives to a pipeline around it: the artifacts that none of its steps reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrate.kfp.plan import Plan, Step
from migrate.kfp.render.literals import literal, wrapped

NAME = "Outputs"


@dataclass(frozen=True, slots=True)
class Returned:
    """An output of the pipeline: its name, and the step's output that it is."""

    name: str
    variable: str
    output: str


def returned(plan: Plan) -> tuple[Returned, ...]:
    """Outputs of the last steps, which are the root's, or of what a plain wrapper wraps.

    Nothing for a pipeline in parts, whose steps meet on a volume, nor for steps in a loop.
    """
    if plan.parts:
        return ()
    ends = list(_ends(plan.steps))
    alone = len(ends) == 1
    return tuple(
        Returned(o.name if alone else f"{step.variable}_{o.name}", step.variable, o.name)
        for step in ends
        for o in step.outputs
    )


def _ends(steps: Sequence[Step]) -> Iterator[Step]:
    used = {item.producer for step in steps for item in step.inputs}
    used |= {key for step in steps for key in step.after}
    for step in steps:
        if step.outputs and not step.loop and not step.kind.is_helper and step.key not in used:
            yield step


def render_type(outputs: Sequence[Returned]) -> str:
    """The class of what the pipeline function returns."""
    fields = "".join(f"    {each.name}: dsl.Artifact\n" for each in outputs)
    doc = '    """What a pipeline around this one can read."""'
    return f"class {NAME}(NamedTuple):\n{doc}\n\n{fields}".rstrip()


def render_return(outputs: Sequence[Returned]) -> str:
    """The last statement of the pipeline function."""
    arguments = [f"{o.name}={o.variable}.outputs[{literal(o.output)}]" for o in outputs]
    return f"    return {wrapped(f'{NAME}(', arguments, ')', 1)}"
