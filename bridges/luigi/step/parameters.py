"""Parameter values from text, and the id that they give a task."""

import re

from bridges.luigi.step.contract import StepError
from bridges.luigi.step.text import from_json, is_text, native


def parsed_values(task_class, spec, params):
    """Parameter values by name, and Luigi's own texts of those that came as text."""
    declared = dict(task_class.get_params())
    values, texts = {}, {}
    for name, given in params.items():
        if name.startswith("__") or given is None:
            continue
        if name not in declared:
            raise StepError("task %s has no parameter %s" % (spec["family"], name))
        if name in spec.get("json", ()):
            values[name] = from_json(given)
        else:
            values[name] = parsed(declared[name], given)
            texts[name] = declared[name].serialize(normalized(declared[name], values[name]))
    return values, texts


def parsed(parameter, given):
    return parameter.parse(native(given if is_text(given) else _luigi_text(parameter, given)))


def _luigi_text(parameter, number):
    """A number as Luigi writes it: KFP turns 5 into 5.0 and 1.0 into 1."""
    import luigi

    if isinstance(number, bool):
        return parameter.serialize(number)
    if isinstance(parameter, luigi.FloatParameter):
        return parameter.serialize(float(number))
    whole = int(number) == number and not isinstance(parameter, luigi.FloatParameter)
    return parameter.serialize(int(number) if whole else number)


def normalized(parameter, value):
    return parameter.normalize(value) if hasattr(parameter, "normalize") else value


def id_by_luigi(task, texts):
    """Luigi's id for these texts, whatever the task's own __init__ makes of itself."""
    import luigi.task

    parts = []
    for name, parameter in task.get_params():
        visibility = getattr(parameter, "visibility", None)
        if parameter.significant and getattr(visibility, "name", "PUBLIC") == "PUBLIC":
            text = texts.get(name)
            own = task.param_kwargs[name] if text is None else None
            parts.append((name, parameter.serialize(own) if text is None else text))
    if hasattr(luigi.task, "task_id_str"):
        return luigi.task.task_id_str(task.task_family, dict(parts))
    return "%s(%s)" % (task.task_family, ", ".join("%s=%s" % part for part in parts))


def same_id(own, expected):
    """A secret that Luigi shows in an id is ``***section.option***`` in the pipeline."""
    parts = re.split(r"[*]{3}.*?[*]{3}", expected)
    return re.match(".*".join(map(re.escape, parts)) + r"\Z", own) is not None
