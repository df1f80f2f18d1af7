"""Component functions: a thin lightweight component, or a container component."""

from __future__ import annotations

from migrate.kfp.params import quote
from migrate.kfp.plan import Component, Kind
from migrate.kfp.render.literals import docstring, laid_out, literal, wrapped

EXTRAS = {
    "task_id": "__task_id__",
    "route": "__route__",
    "members": "__members__",
    "share": "__share__",
}


def extras_of(component: Component) -> tuple[str, ...]:
    """The constants beside Luigi's parameters that this component takes."""
    if component.kind.value == "bundle":
        return ("members",)
    if component.kind.is_helper:
        return ("share",) if component.task.get("shares") else ()
    return ("task_id", "route") if "root" in component.task else ("task_id",)


def render_component(component: Component) -> str:
    """The source of one component function."""
    return _container(component) if component.container else _lightweight(component)


def _signature(component: Component) -> str:
    parts = [f"{name}: str" for name in extras_of(component)]
    parts += [f"{name}: {kind}" for name, kind, _ in component.arguments]
    parts += [f"{name}: dsl.Input[{_artifact(component, name)}]" for name in component.inputs]
    parts += [f"{name}: dsl.Output[dsl.Artifact]" for name in component.outputs]
    if _lists(component):
        parts += ["items: dsl.OutputPath(list)"]
    return wrapped(f"def {component.name}(", parts, "):", 0)


def _artifact(component: Component, name: str) -> str:
    return "list[dsl.Artifact]" if name in component.many else "dsl.Artifact"


def _lists(component: Component) -> bool:
    """The component's output is the list that a loop runs over."""
    return component.kind is Kind.ITEMS


def _lightweight(component: Component) -> str:
    params = {EXTRAS[name]: name for name in extras_of(component)}
    params |= {luigi_name: name for name, _, luigi_name in component.arguments}
    inputs = {name: _paths(component, name) for name in component.inputs}
    outputs = {name: f"{name}.path" for name in component.outputs}
    if _lists(component):
        outputs = {"items": "items"}
    call = wrapped(
        "paved_road_step.run(",
        [
            f"task={laid_out(component.task, 2)}",
            f"params={_names(params)}",
            f"inputs={_names(inputs)}",
            f"outputs={_names(outputs)}",
        ],
        ")",
        1,
    )
    return "\n".join(
        [
            "@dsl.component(base_image=IMAGE, install_kfp_package=False)",
            _signature(component),
            docstring(component.doc, 1),
            "    import paved_road_step",
            "",
            f"    {call}",
        ]
    )


def _paths(component: Component, name: str) -> str:
    many = name in component.many
    # KFP's executor gives None for what an empty loop collected.
    return f"[artifact.path for artifact in {name} or ()]" if many else f"{name}.path"


def _container(component: Component) -> str:
    args = ['"--task"', literal(quote(component.task))]
    for name in extras_of(component):
        args += ['"--param"', literal(EXTRAS[name]), name]
    for name, _, luigi_name in component.arguments:
        args += ['"--param"', literal(luigi_name), name]
    single = [name for name in component.inputs if name not in component.many]
    for flag, names in (("--input", single), ("--output", component.outputs)):
        for name in names:
            args += [literal(flag), literal(name), f"{name}.path"]
    if _lists(component):
        args += ['"--output"', '"items"', "items"]
    spec = wrapped(
        "return dsl.ContainerSpec(",
        ["image=IMAGE", 'command=["python", STEP]', f"args={wrapped('[', args, ']', 2)}"],
        ")",
        1,
    )
    head = ["@dsl.container_component", _signature(component), docstring(component.doc, 1)]
    return "\n".join([*head, f"    {spec}"])


def _names(values: dict[str, str]) -> str:
    """A dict display whose values are expressions, not literals."""
    return wrapped("{", [f"{literal(k)}: {v}" for k, v in values.items()], "}", 2)
