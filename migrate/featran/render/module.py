"""A spec as a Python module with a ``preprocessing_fn``: readable, and the same tree when read."""

from __future__ import annotations

from migrate.featran.render.expressions import quoted
from migrate.featran.render.form import Module
from migrate.featran.render.imports import import_lines
from migrate.featran.render.records import record_text
from migrate.featran.render.spec import spec_text
from migrate.featran.render.stock import beside_text, call_text, stock_text


def render(module: Module) -> str:
    """The module's text."""
    body = "\n\n\n".join(
        part
        for part in (
            record_text(module),
            spec_text(module),
            _names(module),
            _outputs(module),
            _settings(module),
            _raw_features(module),
            stock_text(module),
            beside_text(module),
            _preprocessing_fn(module),
            _learnt(module),
        )
        if part
    )
    return f"{_head(module)}\n\n{import_lines(module, body)}\n\n{body}\n"


def _head(module: Module) -> str:
    mode = (
        "Refit: tf.Transform learns the settings anew from the data it analyses."
        if module.refit
        else "Frozen: the settings below are those of the Scala job's run, constants of the graph."
    )
    if module.stock:
        mode += "\nIdiomatic: what stock TensorFlow computes to the same bits is in stock()."
    return (
        f'"""{module.title}, as a TFX transform.\n\n'
        f"Written by `migrate featran-to-tft`.\n{mode}\n"
        'The values are those of the Scala job; only float32, at the very end, rounds them.\n"""'
    )


def _names(module: Module) -> str:
    if module.refit:
        return ""
    listed = "".join(f"    {quoted(name)},\n" for name in module.names)
    return f"#: The columns in Featran's order.\nFEATURE_NAMES = (\n{listed})"


def _outputs(module: Module) -> str:
    if not module.exact:
        return "OUTPUTS = Outputs()" if module.tells else ""
    stock = {one.feature.name for one in module.stock}
    pairs = [(name, key) for name, key in module.keys.items() if name not in stock]
    listed = "".join(f"        {quoted(name)}: {quoted(key)},\n" for name, key in pairs)
    whole = module.vector and not module.stock
    options = [f"    vector={quoted(module.vector)},\n"] if whole else []
    options += ["    added=True,\n"] if module.added else []
    options += ["    rejected=True,\n"] if module.rejected else []
    return f"OUTPUTS = Outputs(\n    keys={{\n{listed}    }},\n{''.join(options)})"


def _settings(module: Module) -> str:
    if module.refit or not module.exact:
        return ""
    if module.settings_file:
        return (
            "#: One entry per feature; too long to stand here.\n"
            f'SETTINGS = Path(__file__).with_name("{module.settings_file}").read_text("utf-8")'
        )
    lines = [f"    {text!r}\n" for text in _comma_separated(module.settings)]
    return (
        "#: Featran's own settings, as the run of the Scala job wrote them.\nSETTINGS = (\n"
        + "".join(lines)
        + ")"
    )


def _comma_separated(entries: tuple[str, ...]) -> list[str]:
    *most, last = entries
    return ["[" + text + "," if i == 0 else text + "," for i, text in enumerate(most)] + [
        (last if most else "[" + last) + "]"
    ]


def _raw_features(module: Module) -> str:
    rows = [(quoted(n.name), quoted(n.kind), quoted(n.shape.value)) for n in module.inputs]
    listed = "".join(f"    {name}: ({kind}, {shape}),\n" for name, kind, shape in rows)
    return (
        "#: What an example holds: the list it is in, and how many values it has.\n"
        f"RAW_FEATURES = {{\n{listed}}}"
    )


def _preprocessing_fn(module: Module) -> str:
    flavour = _flavour(module)
    call = (
        f"refit(SPEC, inputs, outputs=OUTPUTS{flavour})"
        if module.refit
        else f"transform(SPEC, inputs, settings=SETTINGS, outputs=OUTPUTS{flavour})"
    )
    return (
        "def preprocessing_fn(inputs):\n"
        '    """The features of a batch: float32 [batch, columns] by transformer."""\n'
        f"{call_text(module, call)}\n\n"
        "def raw_features():\n"
        '    """What tf.io.parse_example takes, here and in serving signatures."""\n'
        "    return raw_feature_spec(RAW_FEATURES)"
    )


def _learnt(module: Module) -> str:
    """What a refit module tells once tf.Transform has learnt; a frozen one holds it already."""
    if not module.refit:
        return ""
    beside = ", BESIDE" if module.tells else ""
    options = beside + _flavour(module)
    return (
        "def settings(transform_output):\n"
        '    """Featran\'s settings as a tft.TFTransformOutput holds them: featureSettings."""\n'
        f"    return learnt_settings(transform_output, SPEC{options})\n\n\n"
        "def feature_names(transform_output):\n"
        '    """The columns in Featran\'s order."""\n'
        f"    return column_names(SPEC, settings(transform_output){options})\n\n\n"
        "def feature_names_by_key(transform_output):\n"
        '    """The columns of each output, in their order."""\n'
        f"    return names_by_key(SPEC, settings(transform_output), OUTPUTS{options})"
    )


def _flavour(module: Module) -> str:
    return "" if module.scala == "2.13" else f', flavour=Flavour("{module.scala}")'
