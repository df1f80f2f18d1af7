"""The whole graph, from the import of the repository to its last secret."""

import os
import sys

from migrate.luigi.capture.classes import Classes
from migrate.luigi.capture.configuration import Configuration
from migrate.luigi.capture.environment import environment_of
from migrate.luigi.capture.environment_watch import WatchedEnvironment
from migrate.luigi.capture.errors import CaptureError, TimeUp, signal_off
from migrate.luigi.capture.event_handlers import events
from migrate.luigi.capture.importing import import_modules
from migrate.luigi.capture.interpreter import become_main, prepare, script_hash
from migrate.luigi.capture.luigi_types import family_of, luigi_version
from migrate.luigi.capture.parameters import ParameterReader
from migrate.luigi.capture.places import Places
from migrate.luigi.capture.root import find_task, make_root, split_parameters
from migrate.luigi.capture.secret import Secrets
from migrate.luigi.capture.stub_hollow import HollowFinder
from migrate.luigi.capture.stub_imports import StubFinder
from migrate.luigi.capture.tasks import TaskReader
from migrate.luigi.capture.text import text_of
from migrate.luigi.capture.walk import Walk, find_cycle

FORMAT = "paved-road/luigi-graph"
VERSION = 1


def capture(options):
    """The graph below the root task, as graph.json has it."""
    watched = WatchedEnvironment().start()
    places, finder = import_repository(options)
    texts = split_parameters(options.param)
    cls = find_task(options.task, options.module[0])
    secrets = Secrets()
    configuration = Configuration(places, options.config, secrets).read()
    environment_of(places, secrets, watched)  # its secrets, before the walk meets them
    root, given = make_root(cls, texts)
    classes = Classes(places)
    parameters = ParameterReader(secrets, given)
    reader = TaskReader(places, classes, parameters, options.module[0])
    walk = Walk(reader, options.max_nodes).from_root(root)
    signal_off()
    check(walk, text_of(root.task_id))
    graph = {
        "format": FORMAT,
        "version": VERSION,
        "captured_by": captured_by(configuration),
        "module": options.module[0],
        "root": text_of(root.task_id),
        "root_family": family_of(cls),
        "root_params": {k.replace("-", "_"): v for k, v in texts.items()},
        "nodes": [walk.nodes[i] for i in sorted(walk.nodes)],
        "edges": sorted(list(e) for e in walk.edges),
        "classes": classes.found,
        "config": configuration.options,
        "secrets": sorted(configuration.removed),
        "environment": environment_of(places, secrets, watched),
        "events": events(classes, places),
        "stubbed": sorted(finder.made),
        "truncated": walk.truncated,
    }
    return seal(graph, secrets)


def import_repository(options):
    """``(places, finder)``: where its code is, and what knows the modules that were fabricated."""
    prepare(options)
    places = Places(os.getcwd(), options.path)
    finder = StubFinder(places)
    if options.stub_missing:
        sys.meta_path.append(finder)
        sys.meta_path.insert(0, HollowFinder(finder))
    become_main(options.module[0])
    import_modules(options.module)
    return places, finder


def captured_by(configuration):
    found = {
        "python": ".".join(str(n) for n in sys.version_info[:3]),
        "luigi": luigi_version(),
        "script_sha256": script_hash(),
    }
    if configuration.is_toml:
        found["config_parser"] = "toml"
    return found


def seal(graph, secrets):
    """Take out what later tasks showed to be secret, then every secret text anywhere."""
    for node in graph["nodes"]:
        for parameter in node["params"]:
            if any(secrets.touches(parameter[k]) for k in ("text", "default_text")):
                parameter.update(transport="secret", text=None, value=None, default_text=None)
        if node["task_id"] == graph["root"]:
            for parameter in node["params"]:
                if parameter["transport"] == "secret" and parameter["name"] in graph["root_params"]:
                    label = "***%s.%s***" % (graph["root_family"], parameter["name"])
                    graph["root_params"][parameter["name"]] = label
    return secrets.scrub(graph)


def check(walk, root_id):
    if root_id not in walk.nodes:
        raise TimeUp()
    for error in walk.nodes[root_id]["errors"]:
        if error["where"] == "requires":
            raise CaptureError(
                "requires_failed",
                "requires() of the root raises %s: %s" % (error["type"], error["message"]),
                root_id,
                "the root needs its requirements here: data, configuration or parameters",
            )
    cycle = find_cycle(walk.edges)
    if cycle:
        raise CaptureError(
            "cycle",
            "tasks require each other: %s" % " -> ".join(cycle),
            root_id,
            "Luigi cannot run this either: break the cycle",
            cycle=cycle,
        )
