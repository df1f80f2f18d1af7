"""The function in pipeline.py that gives a task its Luigi name and settings."""

from __future__ import annotations

from migrate.kfp.environment import plain_values, secret_keys
from migrate.kfp.plan import Plan
from migrate.kfp.render.literals import docstring, literal, wrapped

SECRETS = "/etc/paved-road/secrets"

_AFTER = "    task.after(*after)\n"
_CACHED = "    task.set_caching_options(cached)\n"
_RETRIES = "    if retries:\n        task.set_retry(retries)\n"
_TIMEOUT = "    if timeout:\n        kubernetes.set_timeout(task, timeout)\n"
_CLAIM = (
    "    if claim is not None:\n"
    "        for path in MOUNTS:\n"
    "            kubernetes.mount_pvc(task, pvc_name=claim, mount_path=path)\n"
)
_SECRET = (
    "    if secret:\n"
    "        kubernetes.use_secret_as_volume(\n"
    f"            task, secret_name=SECRET, mount_path={literal(SECRETS)}\n"
    "        )\n"
)
_VALUES = (
    "    for name, value in ENVIRONMENT.items() if environment else ():\n"
    "        task.set_env_variable(name, value)\n"
)
_KEYS = (
    "    for name, keys in SECRET_KEYS.items() if environment else ():\n"
    "        kubernetes.use_secret_as_env(task, secret_name=name, secret_key_to_env=keys)\n"
)


def step_helper(plan: Plan) -> str:
    """One function for what Luigi sets on a task; only what this pipeline uses."""
    used = [
        (any(s.after for s in plan.steps), "after=()", _AFTER),
        (any(not s.policy.caching for s in plan.steps), "cached=True", _CACHED),
        (any(s.policy.retries for s in plan.steps), "retries=0", _RETRIES),
        (any(s.policy.timeout for s in plan.steps), "timeout=0", _TIMEOUT),
        (plan.uses_workspace, "claim=None", _CLAIM),
        (uses_secret(plan), "secret=False", _SECRET),
        (any(s.policy.environment for s in plan.steps), "environment=False", _environment(plan)),
    ]
    options = [option for wanted, option, _ in used if wanted]
    star = ["*", *options] if options else []
    body = "".join(text for wanted, _, text in used if wanted)
    signature = wrapped("def step(", ["task", "title", *star], "):", 0)
    doc = docstring("The task with its Luigi name and settings.", 1)
    return f"{signature}\n{doc}\n    task.set_display_name(title)\n{body}    return task"


def _environment(plan: Plan) -> str:
    values = _VALUES if plain_values(plan.environment) else ""
    return values + (_KEYS if secret_keys(plan.environment) else "")


def uses_kubernetes(plan: Plan) -> bool:
    """The module needs more than kfp itself."""
    platform = plan.uses_workspace or uses_secret(plan) or secret_keys(plan.environment)
    return bool(platform) or any(s.policy.timeout for s in plan.steps)


def uses_secret(plan: Plan) -> bool:
    """Some step reads the secret part of the configuration."""
    return any(step.policy.secret for step in plan.steps)
