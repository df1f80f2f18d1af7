"""The root task: found by name and made from texts, as Luigi's command line does."""

import difflib

from migrate.luigi.capture.errors import RAISED, CaptureError, last_lines, quietly
from migrate.luigi.capture.luigi_types import family_of
from migrate.luigi.capture.text import text_of


def registered():
    """``{family: class}`` of Luigi's register, without its own classes; ambiguous ones are None."""
    from luigi.task_register import Register

    table = {}
    for name, cls in Register._get_reg().items():
        table[name] = None if cls is Register.AMBIGUOUS_CLASS else cls
    return table


def find_task(name, main_module):
    """The Task class of a family, or of a bare class name where that says which."""
    table = registered()
    if table.get(name) is not None:
        return table[name]
    plain = name[len(main_module) + 1 :] if name.startswith(main_module + ".") else name
    named = [c for c in table.values() if c is not None and c.__name__ == plain]
    here = [c for c in named if c.__module__ == main_module] or named
    if len(here) == 1:
        return here[0]
    if name in table or here:
        raise ambiguous_task(name, [family_of(c) for c in here])
    raise unknown_task(name, main_module, table)


def ambiguous_task(name, families):
    return CaptureError(
        "ambiguous_task",
        "several Task classes are called %s" % name,
        name,
        "name one family: %s" % ", ".join(families)
        if families
        else "two classes share this family: give one a task_namespace",
        families=families,
    )


def unknown_task(name, main_module, table):
    own = sorted(f for f, c in table.items() if c is None or c.__module__.split(".")[0] != "luigi")
    close = difflib.get_close_matches(name, own, 5, 0.5)
    step = (
        "did you mean %s?" % ", ".join(close)
        if close
        else ("tasks of this module: %s" % (", ".join(own[:40]) or "none"))
    )
    return CaptureError(
        "unknown_task", "no task is called %s" % name, main_module, step, close=close, families=own
    )


def split_parameters(pairs):
    """``{name: text}`` of ``name=text`` arguments."""
    own = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name:
            raise CaptureError(
                "usage",
                "a parameter is given as name=text",
                "--param " + pair,
                "write --param %s=VALUE" % (name or "NAME"),
            )
        own[name] = text
    return own


def make_root(cls, texts):
    """The root task, its parameters parsed as Luigi's command line does; and the names given."""
    known = dict(cls.get_params())
    values, family = {}, family_of(cls)
    for given, text in sorted(texts.items()):
        name = given.replace("-", "_")
        if name not in known:
            raise unknown_parameter(family, given, known)
        if text:  # Luigi takes an empty text on its command line for "not given"
            values[name] = parse_parameter(family, name, known[name], text)
    require_parameters(family, known, values)
    try:
        return cls(**values), sorted(values)
    except RAISED as error:
        raise CaptureError(
            "root_failed",
            "%s: %s" % (type(error).__name__, text_of(error)),
            family,
            "the task cannot be made with these parameters",
            trace=last_lines(),
        )


def unknown_parameter(family, given, known):
    return CaptureError(
        "unknown_parameter",
        "%s has no parameter %s" % (family, given),
        "--param " + given,
        "its parameters: %s" % ", ".join(sorted(known)),
        parameter=given,
        close=difflib.get_close_matches(given.replace("-", "_"), list(known), 3, 0.5),
    )


def parse_parameter(family, name, parameter, text):
    try:
        return parameter.parse(text)
    except RAISED as error:
        raise CaptureError(
            "bad_parameter",
            "%r is no value of %s (%s): %s"
            % (str(text), name, type(parameter).__name__, text_of(error)),
            "%s.%s" % (family, name),
            "write it as on the command line of Luigi",
            parameter=name,
        )


def require_parameters(family, known, values):
    left = [(name, known[name]) for name in sorted(known) if name not in values]
    if all(has_value(family, name, parameter) for name, parameter in left):
        return
    missing = [n for n, p in left if not quietly(p.has_task_value, family, n)]
    raise CaptureError(
        "missing_parameter",
        "%s needs the parameter %s" % (family, ", ".join(missing)),
        family,
        "add " + " ".join("--param %s=VALUE" % n for n in missing),
        parameters=missing,
    )


def has_value(family, name, parameter):
    """A value from the configuration or a default."""
    try:
        return parameter.has_task_value(family, name)
    except RAISED as error:
        raise CaptureError(
            "bad_parameter",
            "the configured value of %s cannot be read: %s" % (name, text_of(error)),
            "%s.%s" % (family, name),
            "mend it in the configuration",
            parameter=name,
        )
