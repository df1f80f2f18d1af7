"""pipeline.py: components first, then one call per step, as a person would write it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from migrate.kfp.environment import plain_values, secret_keys
from migrate.kfp.names import CLAIM
from migrate.kfp.plan import ArtifactInput, Kind, PipelineParam, Plan, Step
from migrate.kfp.render.components import render_component
from migrate.kfp.render.literals import INDENT, docstring, laid_out, literal, wrapped
from migrate.kfp.render.returned import NAME as OUTPUTS
from migrate.kfp.render.returned import Returned, render_return, render_type, returned
from migrate.kfp.render.step_helper import step_helper, uses_kubernetes, uses_secret

STEP_FILE = "/opt/paved_road/paved_road_step.py"


@dataclass(frozen=True, slots=True)
class Platform:
    """What the pipeline needs from the cluster."""

    image: str
    mounts: tuple[str, ...]
    secret_name: str
    container: bool


def render_pipeline(plan: Plan, platform: Platform) -> str:
    """The whole module, formatted."""
    components = map(render_component, plan.components)
    outputs = returned(plan)
    pipelines = [_pipeline(plan, number, steps, ()) for number, steps in enumerate(plan.parts, 1)]
    parts = [
        _head(plan, platform, returns=bool(outputs)),
        *components,
        step_helper(plan),
        *([render_type(outputs)] if outputs else []),
        *(pipelines or [_pipeline(plan, 0, plan.steps, outputs)]),
        _main(len(pipelines)),
    ]
    return "\n\n\n".join(parts) + "\n"


def _head(plan: Plan, platform: Platform, *, returns: bool) -> str:
    lines = [
        docstring(f"{plan.title}: a Luigi graph as a Kubeflow pipeline, one step per task.", 0),
        "",
    ]
    if not plan.parts:
        lines += ["import sys", *(["from typing import NamedTuple"] if returns else []), ""]
    lines.append(f"from kfp import compiler, dsl{', kubernetes' if uses_kubernetes(plan) else ''}")
    lines += ["", f"IMAGE = {literal(platform.image)}"]
    if platform.container:
        lines.append(f"STEP = {literal(STEP_FILE)}")
    if plan.uses_workspace:
        lines.append(wrapped("MOUNTS = [", map(literal, platform.mounts), "]", 0))
    if uses_secret(plan):
        lines.append(f"SECRET = {literal(platform.secret_name)}")
    if values := plain_values(plan.environment):
        lines.append(f"ENVIRONMENT = {laid_out(values, 0)}")
    if keys := secret_keys(plan.environment):
        lines.append(f"SECRET_KEYS = {laid_out(keys, 0)}")
    return "\n".join(lines)


def _pipeline(plan: Plan, number: int, steps: Sequence[Step], outputs: Sequence[Returned]) -> str:
    """The pipeline, or with a number one of its parts."""
    parameters = [_parameter(p) for p in plan.params]
    suffix = str(number) if number else ""
    closing = f") -> {OUTPUTS}:" if outputs else "):"
    signature = wrapped(f"def pipeline{suffix and '_'}{suffix}(", parameters, closing, 0)
    described = [f"{p.name}: {p.description}" for p in plan.params if p.description]
    variables = {step.key: step.variable for step in steps}
    part = f" Part {number} of {len(plan.parts)}." if number else ""
    name = literal(f"{plan.name}{suffix and '-part-'}{suffix}")
    lines = [
        f"@dsl.pipeline(name={name}, description={literal(plan.title)})",
        signature,
        docstring(" ".join([f"{plan.title}.{part}", *described]), 1),
        *(
            line
            for loop, together in groupby(steps, lambda s: s.loop)
            for line in _steps(plan, loop, list(together), variables)
        ),
        *([render_return(outputs)] if outputs else []),
    ]
    return "\n".join(lines)


def _steps(
    plan: Plan, loop: str, steps: Iterable[Step], variables: Mapping[str, str]
) -> Iterator[str]:
    """Steps side by side, those of a loop below its head."""
    if not loop:
        yield from (_call(step, variables, 1) for step in steps)
        return
    items = f'{variables[loop]}.outputs["items"]'
    yield f"    with dsl.ParallelFor({items}) as {plan.loop_variables[loop]}:"
    yield from (_call(step, variables, 2) for step in steps)


def _parameter(param: PipelineParam) -> str:
    return f"{param.name}: {param.kfp_type} = {literal(param.default)}"


def _call(step: Step, variables: Mapping[str, str], level: int) -> str:
    if step.kind is Kind.IMPORTER:
        return _importer(step, variables)
    arguments = [f"{name}={literal(value)}" for name, value in step.extras.items()]
    arguments += [f"{a.name}={a.pipeline_param or literal(a.literal)}" for a in step.arguments]
    arguments += [f"{i.name}={_source(i, variables)}" for i in step.inputs]
    call = wrapped(f"{step.component}(", arguments, ")", level + 1)
    options = [call, literal(step.display_name), *_options(step, variables)]
    return f"{INDENT * level}{wrapped(f'{step.variable} = step(', options, ')', level)}"


def _source(item: ArtifactInput, variables: Mapping[str, str]) -> str:
    output = f"{variables[item.producer]}.outputs[{literal(item.output)}]"
    return f"dsl.Collected({output})" if item.many else output


def _options(step: Step, variables: Mapping[str, str]) -> list[str]:
    fed = {item.producer for item in step.inputs}
    after = [variables[key] for key in step.after if key not in fed and key in variables]
    policy = step.policy
    options = [
        (bool(after), f"after={wrapped('[', after, ']', 2)}"),
        (not policy.caching, "cached=False"),
    ]
    options += [
        (policy.retries > 0, f"retries={policy.retries}"),
        (policy.timeout > 0, f"timeout={policy.timeout}"),
    ]
    options += [
        (policy.workspace, f"claim={CLAIM}"),
        (policy.secret, "secret=True"),
        (policy.environment, "environment=True"),
    ]
    return [text for wanted, text in options if wanted]


def _importer(step: Step, variables: Mapping[str, str]) -> str:
    arguments = [
        f"artifact_uri={literal(step.uri)}",
        "artifact_class=dsl.Artifact",
        "reimport=False",
    ]
    call = wrapped("dsl.importer(", arguments, ")", 2)
    options = [call, literal(step.display_name), *_options(step, variables)]
    return f"    {wrapped(f'{step.variable} = step(', options, ')', 1)}"


def _main(parts: int) -> str:
    if parts:
        names = ", ".join(f"pipeline_{number}" for number in range(1, parts + 1))
        return (
            f"PARTS = [{names}]\n\n"
            'if __name__ == "__main__":\n'
            "    for number, part in enumerate(PARTS, 1):\n"
            '        compiler.Compiler().compile(part, f"pipeline-{number}-of-{len(PARTS)}.yaml")'
        )
    return (
        'if __name__ == "__main__":\n'
        '    target = sys.argv[1] if sys.argv[1:] else "pipeline.yaml"\n'
        "    compiler.Compiler().compile(pipeline, target)"
    )
