"""The proofs of a conversion's report."""

from __future__ import annotations

from migrate.kfp.convert import Conversion
from migrate.kfp.proof import Proof as GraphProof
from migrate.report.model import Proof

SHOWN_DIFFERENCES = 50


def graph_proof(proof: GraphProof) -> Proof:
    at = ", ".join(f"{k}={v}" for k, v in proof.arguments.items()) or "the captured values"
    details = [
        f"{proof.tasks} tasks, {proof.edges} edges, {proof.wires} artifact inputs compared",
        f"{proof.recomputed} task ids recomputed from the compiled YAML by Luigi's formula",
    ]
    if proof.claimed:
        some = ", ".join(proof.claimed[:5])
        details.append(f"{len(proof.claimed)} ids are asserted by the step when it runs: {some}")
    if proof.dynamic:
        details.append(
            f"dynamic, so only their static part is compared: {', '.join(proof.dynamic[:10])}"
        )
    differences = proof.differences
    details += differences[:SHOWN_DIFFERENCES]
    if len(differences) > SHOWN_DIFFERENCES:
        details.append(f"… and {len(differences) - SHOWN_DIFFERENCES} more differences")
    return Proof(f"The compiled graph equals Luigi's own at {at}", proof.holds, tuple(details))


def check_proof(conversion: Conversion) -> Proof:
    """One line per check that found nothing, one per problem of the others."""
    details = [
        line
        for name, problems in conversion.verified.checks.items()
        for line in ([f"{name}: {p}" for p in problems] or [f"{name}: nothing found"])
    ]
    sound = not any(conversion.verified.checks.values())
    return Proof("The compiled YAML passes its checks", sound, tuple(details))
