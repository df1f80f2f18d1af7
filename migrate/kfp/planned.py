"""The plan of everything decided: steps, parameters, findings and the ledger."""

from __future__ import annotations

from migrate.image.choose import Image, image_findings
from migrate.kfp.account import account
from migrate.kfp.names import CLAIM, pipeline_names
from migrate.kfp.params import native_value
from migrate.kfp.plan import PipelineParam, Plan
from migrate.kfp.rules import findings
from migrate.kfp.rules.subject import Subject
from migrate.kfp.settings import Settings


def plan_of(subject: Subject, settings: Settings, image: Image) -> Plan:
    graph, lowered = subject.graph, subject.lowered
    keys = {step.key for step in lowered.steps}
    steps = frozenset(i for i, kept in subject.folded.stands_for.items() if kept in keys)
    return Plan(
        name=settings.name,
        title=graph.nodes[graph.root].family,
        steps=lowered.steps,
        components=lowered.components,
        params=_pipeline_params(subject, settings),
        contracted=lowered.contracted,
        findings=(*findings(subject), *image_findings(image)),
        ledger=account(graph, subject.flows, steps),
        loop_variables=lowered.loop_variables,
        environment=settings.environment,
    )


def _pipeline_params(subject: Subject, settings: Settings) -> tuple[PipelineParam, ...]:
    names = pipeline_names(subject.binding.exposed)
    params = [_exposed(subject, name, names[name]) for name in subject.binding.exposed]
    if any(step.policy.workspace for step in subject.lowered.steps):
        described = "PersistentVolumeClaim of the shared volume."
        params.append(PipelineParam(CLAIM, "str", settings.workspace_claim, described))
    return tuple(params)


def _exposed(subject: Subject, luigi_name: str, name: str) -> PipelineParam:
    param = subject.graph.nodes[subject.graph.root].param(luigi_name)
    assert param is not None and param.text is not None, luigi_name
    kfp_type = subject.binding.types[luigi_name]
    default = native_value(kfp_type, param.text)
    return PipelineParam(name, kfp_type, default, param.description, luigi_name)
