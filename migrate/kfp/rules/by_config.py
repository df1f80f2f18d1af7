"""Rules about luigi.cfg: what becomes of each option that is Luigi's own.

Luigi keeps the options of scheduler, worker and logging in a few sections, and old files keep all
of them in ``[core]``: what an option means is told by its name, not by its section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from migrate.codes import finding
from migrate.findings import Finding
from migrate.kfp.policy import CONFIGURED, configured
from migrate.kfp.rules.subject import Rule, Subject

OPTIONS: tuple[tuple[str, str, str], ...] = (
    (r"core\.(default_)?(scheduler_|rpc_|local_scheduler|no_lock|lock_)", "LK033", "scheduler"),
    (
        r"(core\.|scheduler\.|worker\.)?(no_configure_logging|logging_|log_level)",
        "LK107",
        "logging",
    ),
    (r"core\.(error_email|email_|smtp_)", "LK117", "mail"),
    (r"core\.(workers|parallel_scheduling)|worker\.(workers|assistant)", "LK114", "parallelism"),
    (r"scheduler\.(disable|max_failures)", "LK015", "disabling after failures"),
    (r"scheduler\.(batch_emails|email_)", "LK117", "mail"),
    (r"scheduler\.(record_task_history|metrics|state_path)", "LK118", "the server"),
    (r"scheduler\.", "LK033", "scheduler"),
    (r"(worker|core\.worker_)", "LK032", "worker"),
)
"""What matches ``section.option`` (dashes as underscores), its code, what it configures."""

SECTIONS: dict[str, tuple[str, str]] = {
    "resources": ("LK011", "limits named resources"),
    "retcode": ("LK112", "sets exit codes; a failed step always fails its run"),
    **dict.fromkeys(
        ("email", "smtp", "sendgrid", "sns", "batch_notifier"), ("LK117", "sends mail")
    ),
    **dict.fromkeys(
        ("task_history", "execution_summary", "cors", "metrics", "datadog", "prometheus"),
        ("LK118", "is for the server"),
    ),
    **dict.fromkeys(
        ("logging", "loggers", "handlers", "formatters"), ("LK107", "configures logging")
    ),
}
_LOGGING = re.compile(r"(logger|handler|formatter)_")


def everywhere(subject: Subject) -> Iterator[Finding]:
    """Options that hold for every step: they are converted."""
    for attribute, value in configured(subject.graph).items():
        code = {"retry_count": "LK014", "worker_timeout": "LK016"}[attribute]
        message = f"{attribute} {value:g} of the configuration holds for every step"
        yield finding(code, message, subject=attribute)


def sections(subject: Subject) -> Iterator[Finding]:
    families = {node.family for node in subject.graph.nodes.values()}
    for section, options in sorted(subject.graph.config.items()):
        if section in families:
            continue
        if section in SECTIONS or _LOGGING.match(section):
            code, what = SECTIONS.get(section, SECTIONS["logging"])
            yield finding(code, f"section [{section}] {what}", subject=section)
        else:
            yield from _options(section, sorted(options))


def _options(section: str, options: list[str]) -> Iterator[Finding]:
    """One finding for all options of a section that mean the same; the rest is read by the step."""
    said: dict[tuple[str, str], list[str]] = {}
    for option in options:
        if (section, option) not in _CONVERTED:
            said.setdefault(code_of(section, option), []).append(option)
    for (code, what), names in sorted(said.items()):
        if code == "LK039":
            message = f"section [{section}] is read by the step from the image"
        else:
            message = f"{', '.join(names)} of [{section}]: configures {what}, and has no effect"
        yield finding(code, message, subject=section)


def reaches_step(section: str, options: Iterable[str]) -> bool:
    """Some option of the section means something to a step, or is converted."""
    if section in SECTIONS or _LOGGING.match(section):
        return False
    places = [(section, option) for option in options]
    return not places or any(p in _CONVERTED or code_of(*p)[0] == "LK039" for p in places)


def code_of(section: str, option: str) -> tuple[str, str]:
    """The code of an option that no task has, and what it configures."""
    name = f"{section}.{option.replace('-', '_')}"
    for pattern, code, what in OPTIONS:
        if re.match(pattern, name):
            return code, what
    return "LK039", "the step"


_CONVERTED = frozenset(place for places in CONFIGURED.values() for place in places)

RULES: tuple[Rule, ...] = (everywhere, sections)
