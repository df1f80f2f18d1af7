"""How every feature of Luigi that is recognised would end, as one table.

A row with a code is reported by that code; a row without one converts and needs no word. Many
uses of a note in one class are one finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from migrate.ledger import Outcome

C, N, S, R, X = (
    Outcome.CONVERTED,
    Outcome.NOTED,
    Outcome.STUBBED,
    Outcome.REFUSED,
    Outcome.IGNORED,
)


@dataclass(frozen=True, slots=True)
class Feature:
    """The outcome of one use, the code that reports it, and the message; ``{}`` is the detail."""

    outcome: Outcome
    code: str = ""
    message: str = ""


FEATURES: Mapping[str, Feature] = MappingProxyType(
    {
        # Bases
        "external_program": Feature(N, "LK047", "its work is another program, by {}"),
        "spark": Feature(N, "LK060", "{} submits to Spark"),
        "hadoop": Feature(N, "LK061", "{} runs on Hadoop"),
        "docker": Feature(N, "LK062", "{} starts a container of its own"),
        "kubernetes": Feature(N, "LK063", "{} starts a Kubernetes job of its own"),
        "aws_batch": Feature(N, "LK064", "{} submits to AWS"),
        "hpc": Feature(N, "LK065", "{} submits to a batch system"),
        "gcp_job": Feature(N, "LK066", "{} starts a Google Cloud job"),
        "database": Feature(N, "LK067", "{} works in a database"),
        "other_contrib": Feature(N, "LK068", "{} works in a system of its own"),
        "daily_snapshot": Feature(N, "LK068", "{} looks for the latest snapshot when it is asked"),
        "run_anyway": Feature(N, "LK076", "a target that never exists: the step runs every time"),
        "range": Feature(N, "LK045", "the range is written out as it is at capture"),
        "gokart": Feature(N, "LK070", "a gokart task, by {}"),
        "d6tflow": Feature(N, "LK071", "a d6tflow task, by {}"),
        "law": Feature(N, "LK072", "a law task, by {}"),
        "sciluigi": Feature(N, "LK073", "a SciLuigi task, by {}"),
        "b2luigi": Feature(N, "LK074", "a b2luigi task, by {}"),
        "other_framework": Feature(N, "LK075", "its base {} belongs to a framework on Luigi"),
        "bulk_complete": Feature(N, "LK077", "{} has no use in a pipeline"),
        "unknown_base": Feature(S, "LK078", "its base {} is neither here nor in Luigi"),
        "dynamic_base": Feature(S, "LK079", "{}: only a run shows what it is"),
        "register": Feature(N, "LK080", "{} reaches into Luigi's registry of classes"),
        "config_mixin": Feature(N, "LK081", "it mixes in the Config class {}"),
        "config_class": Feature(
            N, "LK039", "its values are read from the configuration at run time"
        ),
        "plain_wrapper": Feature(X, "LK012", "adds no step; its edges are kept"),
        "custom_parameter": Feature(N, "LK082", "a parameter type of this repository"),
        "custom_target": Feature(N, "LK040", "a target class of its own: the step asks exists()"),
        "local_target_subclass": Feature(N, "LK083", "a kind of local file with code of its own"),
        "same_family": Feature(R, "LK043", "{}"),
        # Parameters
        "parameter": Feature(C),
        "default_clock": Feature(N, "LK007", "the default of {} reads the clock"),
        "default_environment": Feature(N, "LK084", "the default of {} reads the environment"),
        "default_config": Feature(N, "LK084", "the default of {} reads a configuration"),
        "default_random": Feature(N, "LK084", "the default of {} is random"),
        "default_network": Feature(N, "LK084", "the default of {} asks a service"),
        "private": Feature(N, "LK008", "{} is private"),
        "secret_name": Feature(N, "LK008", "{} is named like a secret"),
        "secret_literal": Feature(N, "LK091", "{} holds its secret in the source"),
        "hidden": Feature(N, "LK085", "{} is hidden in Luigi only"),
        "insignificant": Feature(N, "LK086", "not significant: {}"),
        "config_path": Feature(N, "LK039", "{} comes from a place of the configuration"),
        "removed_flag": Feature(N, "LK087", "{} is an argument that Luigi no longer has"),
        "positional_type": Feature(N, "LK088", "{} is given its type by position"),
        "batch_method": Feature(N, "LK017", "{} is batched"),
        "help_text": Feature(N, "LK089", "help for the command line: {}"),
        "late_parameter": Feature(N, "LK090", "{} is added after the class"),
        "task_value": Feature(N, "LK006", "a task is the value of {}"),
        "pinned": Feature(C),
        # Attributes
        "resources": Feature(N, "LK011", "{} has no counterpart"),
        "priority": Feature(X, "LK013", "priority is not converted"),
        "retry_count": Feature(C, "LK014", "retry_count becomes set_retry()"),
        "disable": Feature(X, "LK015", "{} is not converted"),
        "worker_timeout": Feature(C, "LK016", "worker_timeout becomes the timeout of the step"),
        "batchable": Feature(X, "LK017", "{} is not converted"),
        "scheduler_attribute": Feature(X, "LK032", "{} has no effect"),
        "live_messages": Feature(X, "LK092", "{} only reaches the log"),
        "namespace": Feature(C),
        # Methods
        "requires": Feature(C),
        "propagation": Feature(C),
        "run": Feature(C),
        "output": Feature(C),
        "on_success": Feature(C),
        "constructor": Feature(C),
        "constructor_works": Feature(N, "LK051", "__init__() does work in every step: {}"),
        "complete": Feature(N, "LK010", "complete() is asked by the step before it runs"),
        "on_failure": Feature(N, "LK019", "on_failure() is called; its text goes to the log"),
        "input_override": Feature(N, "LK093", "input() is overridden"),
        "deps_override": Feature(N, "LK029", "deps() is overridden"),
        "dynamic": Feature(N, "LK003", "run() yields tasks: {}"),
        "schedules": Feature(N, "LK005", "{}"),
        "process": Feature(N, "LK047", "{}"),
        "network": Feature(N, "LK048", "{}"),
        "environment": Feature(N, "LK049", "{}"),
        "clock": Feature(N, "LK050", "{}"),
        "opens_path": Feature(N, "LK004", "{}"),
        "pandas_handle": Feature(N, "LK099", "{}() writes to a handle that is open for bytes"),
        "task_id_rewritten": Feature(N, "LK100", "the task id is changed"),
        "state": Feature(N, "LK101", "{} is set"),
        "identity": Feature(C),
        "requires_world": Feature(N, "LK094", "requires() asks {}"),
        "requires_lookup": Feature(N, "LK095", "requires() looks classes up: {}"),
        "requires_branches": Feature(N, "LK096", "requires() branches"),
        "requires_injected": Feature(N, "LK097", "requires() gives what the caller handed in: {}"),
        "output_world": Feature(N, "LK098", "output() asks {}"),
        "output_unsteady": Feature(N, "LK038", "output() uses {}"),
        "output_from_input": Feature(N, "LK036", "output() derives its path from an input"),
        "no_output": Feature(N, "LK020", "it has no target, so it is never complete"),
        "unread_input": Feature(N, "LK103", "it requires tasks and never reads their targets"),
        "unnamed_output": Feature(N, "LK104", "run() never names its output"),
        "shared_path": Feature(N, "LK022", "{}"),
        # Targets
        "local_target": Feature(C),
        "memory_target": Feature(N, "LK021", "{} is spilled to an artifact"),
        "fetched_store": Feature(N, "LK110", "{} stays in its store"),
        "store": Feature(N, "LK110", "{} stays in its store, which KFP has no importer for"),
        "store_client": Feature(N, "LK110", "{} talks to the store"),
        "external_store": Feature(N, "LK027", "KFP has no importer for {}"),
        "table_target": Feature(N, "LK111", "{} is complete when a table says so"),
        # Modules
        "import_clock": Feature(N, "LK105", "importing it reads the clock: {}"),
        "import_environment": Feature(N, "LK105", "importing it reads the environment: {}"),
        "import_config": Feature(N, "LK105", "importing it reads a configuration: {}"),
        "import_network": Feature(N, "LK105", "importing it talks to a service: {}"),
        "import_process": Feature(N, "LK105", "importing it starts a program: {}"),
        "import_random": Feature(N, "LK105", "importing it draws at random: {}"),
        "import_opens_path": Feature(N, "LK105", "importing it touches files: {}"),
        "import_arguments": Feature(N, "LK105", "importing it reads the command line: {}"),
        "import_import_path": Feature(N, "LK105", "importing it changes the import path: {}"),
        "import_starts": Feature(N, "LK106", "importing it starts Luigi: {}"),
        "import_logging": Feature(N, "LK107", "importing it configures logging: {}"),
        "script_setting": Feature(N, "LK124", "{} is called only where it is started as a script"),
        "removed_api": Feature(N, "LK087", "gone from Luigi, use the second: {}"),
        "externalize": Feature(C),
        "helper": Feature(C),
        "config_api": Feature(N, "LK039", "{} reads the configuration at run time"),
        "config_discovery": Feature(N, "LK039", "{} says where the configuration is"),
        "tools": Feature(X, "LK108", "{} is not needed any more"),
        "development": Feature(X, "LK108", "{} helps developers only"),
        "metrics": Feature(X, "LK109", "{}"),
        "event": Feature(C),
        "lost_event": Feature(N, "LK018", "a handler waits for {}, which no step raises"),
        "trigger_event": Feature(C),
        "notebook": Feature(R, "LK116", "{}"),
        # Ways in
        "entry": Feature(C),
        "build_result": Feature(N, "LK112", "{} tells failure by a result that nobody looks at"),
        "exit_code": Feature(N, "LK112", "the exit code says nothing about failed tasks"),
        "sequence": Feature(N, "LK113", "{} workflows are built one after the other here"),
        "central_scheduler": Feature(N, "LK033", "{}"),
        "parallelism": Feature(X, "LK114", "{}"),
        "task_flags": Feature(N, "LK115", "{} sets a parameter of another task"),
        # Configuration
        "scheduler_section": Feature(X, "LK033", "section [{}] configures Luigi's scheduler"),
        "logging_section": Feature(X, "LK107", "section [{}] configures logging"),
        "retcode_section": Feature(
            N, "LK112", "section [{}] sets exit codes; a step always has one"
        ),
        "mail_section": Feature(X, "LK117", "section [{}] sends mail"),
        "resources_section": Feature(N, "LK011", "section [{}] has no counterpart"),
        "server_section": Feature(X, "LK118", "section [{}] is for the server"),
        "contrib_section": Feature(N, "LK039", "section [{}] is read by the step from the image"),
        "task_section": Feature(N, "LK039", "section [{}] supplies parameters"),
        "default_section": Feature(N, "LK039", "section [{}] reaches every section that exists"),
        "foreign_section": Feature(X, "LK119", "section [{}] belongs to no task or Config class"),
        "foreign_option": Feature(X, "LK120", "option {} is no parameter of its task"),
        "secret_option": Feature(N, "LK009", "{} holds a secret"),
        "broken_config": Feature(R, "LK121", "{}"),
        # The repository
        "no_tasks": Feature(R, "LK102", "no Luigi task was recognised"),
        "resume": Feature(N, "LK069", "{} task classes resume by the existence of their outputs"),
        # Files
        "python2_file": Feature(N, "PY001", "read as Python 2: {}"),
        "unparsable": Feature(R, "PY002", "{}"),
        "guessed_encoding": Feature(N, "PY003", "{}"),
        "tabs": Feature(N, "PY004", "tabs and spaces are mixed in the indentation"),
        "unreadable": Feature(R, "PY005", "{}"),
        "binary": Feature(R, "PY006", "{}"),
        "template": Feature(R, "PY007", "{}"),
        "new_keyword": Feature(N, "PY008", "a name that is a keyword since Python 3.7"),
        "python2_name": Feature(N, "PY009", "{} is not there in Python 3"),
    }
)
