"""Rules about what the source of a class does, read at capture."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.assess.features import FEATURES
from migrate.codes import finding
from migrate.findings import Finding
from migrate.kfp.rules.subject import Rule, Subject, place
from migrate.luigi.inventory.bases import known

FACTS = {
    "schedules": ("LK005", "{method}() schedules tasks itself: {detail}"),
    "runs_process": ("LK047", "{method}() starts a program: {detail}"),
    "touches_network": ("LK048", "{method}() talks to a service: {detail}"),
    "reads_environment": ("LK049", "{method}() reads the environment: {detail}"),
    "reads_clock": ("LK050", "{method}() reads the clock: {detail}"),
    "output_from_input": ("LK036", "{method}() derives its path from an input: {detail}"),
    "no_source": ("LK037", "the source of {method}() could not be read"),
    "unknown_call": ("LK037", "{method}() calls code that could not be read: {detail}"),
}
SAID_BY_FACTS = frozenset({"external_program", "range", "plain_wrapper", "config_class"})
PATH_METHODS = frozenset({"output"})


def facts(subject: Subject) -> Iterator[Finding]:
    said = {(read.path, read.line) for read in subject.graph.environment}
    for node, _ in subject.families():
        cls = subject.cls(node)
        for fact in cls.facts if cls else ():
            if fact.name == "reads_environment" and (fact.path, fact.line) in said:
                continue  # by_environment says it with the name of the variable
            if fact.name in FACTS:
                code, text = FACTS[fact.name]
                if fact.name == "reads_clock" and fact.method in PATH_METHODS:
                    code = "LK038"
                message = text.format(method=fact.method, detail=fact.detail)
                yield finding(code, message, location=place(fact), subject=node.family)


def overrides(subject: Subject) -> Iterator[Finding]:
    for node, _ in subject.families():
        cls = subject.cls(node)
        if cls is None:
            continue
        if cls.overrides("complete"):
            message = "complete() is asked by the step before it runs; a complete task is skipped"
            yield finding("LK010", message, location=subject.at(node), subject=node.family)
        if cls.overrides("on_failure"):
            message = "on_failure() is called; its text goes to the log"
            yield finding("LK019", message, location=subject.at(node), subject=node.family)


def range_tasks(subject: Subject) -> Iterator[Finding]:
    """Not where the range is a loop: then it looks for its gaps in every run, as under Luigi."""
    asked = {subject.graph.nodes[loop.fan.consumer[0]].family for loop in subject.folded.loops}
    for node, _ in subject.families():
        if node.family in asked:
            continue
        cls = subject.cls(node)
        names = (f"{node.module}.{node.class_name}", *(cls.bases if cls else ()))
        if any(name.startswith("luigi.tools.range.") for name in names):
            message = "the range is written out as it was at capture"
            yield finding("LK045", message, location=subject.at(node), subject=node.family)


def known_bases(subject: Subject) -> Iterator[Finding]:
    """Luigi's contrib bases and frameworks on Luigi: what the assessment says of the class too."""
    for node, _ in subject.families():
        cls = subject.cls(node)
        said: set[str] = set()
        for base in cls.bases if cls else ():
            found = known(base)
            feature = FEATURES.get(found.feature) if found else None
            if found is None or feature is None or found.feature in SAID_BY_FACTS:
                continue
            if feature.code and feature.code not in said:
                said.add(feature.code)
                message = feature.message.format(base)
                yield finding(feature.code, message, location=subject.at(node), subject=node.family)


def constructors(subject: Subject) -> Iterator[Finding]:
    for node, _ in subject.families():
        cls = subject.cls(node)
        for fact in cls.facts if cls else ():
            if fact.method == "__init__" and fact.name in {
                "opens_path",
                "runs_process",
                "touches_network",
            }:
                message = f"__init__() does work in every step: {fact.detail}"
                yield finding("LK051", message, location=place(fact), subject=node.family)


def one_family_each(subject: Subject) -> Iterator[Finding]:
    classes: dict[str, set[str]] = {}
    for node in subject.graph.nodes.values():
        classes.setdefault(node.family, set()).add(node.class_key)
    for family, keys in sorted(classes.items()):
        if len(keys) > 1:
            yield finding("LK043", f"{', '.join(sorted(keys))} share it", subject=family)


RULES: tuple[Rule, ...] = (
    facts,
    overrides,
    range_tasks,
    known_bases,
    constructors,
    one_family_each,
)
