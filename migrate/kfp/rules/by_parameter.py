"""Rules about parameters: how their values reach a step."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.codes import finding
from migrate.findings import Finding
from migrate.kfp.clock import FROZEN
from migrate.kfp.machine_paths import machine_paths
from migrate.kfp.params import Omitted, rebuilt, transport
from migrate.kfp.rules.subject import Rule, Subject, shown_value


def transports(subject: Subject) -> Iterator[Finding]:
    for node in subject.graph.nodes.values():
        for name, reason in rebuilt(node):
            code, end = "LK006", "; the step rebuilds the task from the root"
            if node.route is None:
                code, end = "LK042", ", and no way leads there each time"
            message = f"{name}: {reason}{end}"
            yield finding(code, message, location=subject.at(node), subject=node.family)
        for param in node.params:
            way = transport(param)
            if isinstance(way, Omitted):
                code = "LK008" if param.transport == "secret" else "LK007"
                message = f"{param.name}: {way.reason}"
                yield finding(code, message, location=subject.at(node), subject=node.family)


def frozen_clock(subject: Subject) -> Iterator[Finding]:
    for node in subject.graph.nodes.values():
        for param in node.params:
            if param.source == FROZEN and (node.task_id, param.name) not in subject.binding.places:
                shown = shown_value(param.text)
                message = f"{param.name} is frozen at {shown}: its default reads the clock"
                step = f"Give {param.name} with --param, and another value with --probe."
                where = subject.at(node)
                yield finding("LK007", message, location=where, subject=node.family, next_step=step)


def of_this_machine(subject: Subject) -> Iterator[Finding]:
    for node, _ in subject.families():
        for param in machine_paths(node, subject.repo):
            message = f"{param.name} is {shown_value(param.text)}, where the repository lay"
            yield finding("LK125", message, location=subject.at(node), subject=node.family)


RULES: tuple[Rule, ...] = (transports, frozen_clock, of_this_machine)
