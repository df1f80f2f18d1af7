"""The report of a conversion: what every task became, why, and the proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from bridges.luigi import step_sha256
from migrate import __version__
from migrate.findings import Finding
from migrate.kfp.convert import Conversion
from migrate.kfp.report_picture import picture_of
from migrate.kfp.report_proofs import check_proof, graph_proof
from migrate.kfp.report_tables import LABELS, files_of, tasks_of
from migrate.kfp.size import LIMIT_BYTES
from migrate.report.model import Figure, Report


def report_of(conversion: Conversion, findings: Iterable[Finding]) -> Report:
    """The command-neutral report; ``findings`` are the plan's after suppression."""
    found = tuple(findings)
    return Report(
        command="luigi-to-kfp",
        title=f"{conversion.plan.title} as a Kubeflow pipeline",
        version=__version__,
        inputs=_inputs(conversion),
        summary=_summary(conversion),
        findings=found,
        ledger=conversion.plan.ledger,
        tables=(tasks_of(conversion, found), files_of(conversion)),
        proofs=(*map(graph_proof, conversion.verified.proofs), check_proof(conversion)),
        graph=picture_of(conversion),
    )


def _inputs(conversion: Conversion) -> Mapping[str, str]:
    graph = conversion.graph
    given = " ".join(f"{k}={v}" for k, v in sorted(graph.root_params.items())) or "none"
    return {
        "module": graph.module,
        "root task": graph.root,
        "parameters given": given,
        "captured by": f"Luigi {graph.luigi} on Python {graph.python}",
        "requirements": conversion.image.requirements.source,
        "step runtime sha256": step_sha256(),
    }


def _summary(conversion: Conversion) -> tuple[Figure, ...]:
    steps = conversion.plan.luigi_steps
    modes = Counter(step.flow.mode for step in steps if step.flow)
    helpers = len(conversion.plan.steps) - len(steps)
    share = conversion.verified.size.argo_bytes / LIMIT_BYTES
    return (
        Figure("Luigi tasks", len(conversion.graph.nodes)),
        Figure("KFP steps", len(steps), _and_helpers(helpers)),
        Figure("components", len(conversion.plan.components)),
        *(
            Figure(LABELS[mode], count)
            for mode, count in sorted(modes.items(), key=lambda m: m[0].value)
        ),
        *_pipelines(conversion),
        Figure("pipeline parameters", len(conversion.binding.exposed), _frozen(conversion)),
        Figure(
            "Argo size",
            f"{conversion.verified.size.argo_bytes / 1024:.0f} KiB",
            f"{share:.0%} of the limit, estimated",
            "warning" if conversion.verified.size.near_limit else "plain",
        ),
    )


def _pipelines(conversion: Conversion) -> tuple[Figure, ...]:
    parts = len(conversion.plan.parts)
    return (Figure("pipelines", parts, "one after the other, on one volume"),) if parts else ()


def _and_helpers(count: int) -> str:
    return f"and {count} helper step{'s' * (count > 1)}" if count else ""


def _frozen(conversion: Conversion) -> str:
    count = len(conversion.binding.frozen)
    return f"{count} frozen, written out" if count else ""
