"""What counts as a task of a captured graph and of a compiled pipeline, and what is refused."""

from __future__ import annotations

import pytest

from migrate.errors import BadInput
from migrate.parity.graph import Status, compare_graphs
from tests.kfp.building import int_param, param, task, wrapper, wrapper_class
from tests.parity.graph.graphs import document, kfp, luigi, told

LOAD = task("Load", [param("day", "1")])
CLEAN = task("Clean", requires=LOAD["task_id"])


def test_plain_wrappers_are_contracted_and_working_ones_stay():
    below = wrapper("Both", LOAD)
    top = task("Report", requires=below["task_id"])
    plain = luigi(LOAD, below, top, classes={"Both": wrapper_class("Both")})
    assert plain.edges == {(LOAD["task_id"], top["task_id"])}
    assert plain.contracted == (below["task_id"],)
    own = luigi(LOAD, below, top, classes={"Both": wrapper_class("Both", run="shop:Both")})
    assert below["task_id"] in own.nodes


PARAMETERS = {
    "significant": (param("day", "1"), {"day": "1"}),
    "insignificant": (param("day", "1", significant=False), {}),
    "private": (param("day", "1", visibility="private"), {}),
    "secret": (param("key", None, transport="secret"), {"key": None}),
    "json": (param("x", "[1]", transport="json", value=[1, 2]), {"x": "[1, 2]"}),
    "json text": (param("x", "a", transport="json", value="a"), {"x": "a"}),
}


@pytest.mark.parametrize(("given", "kept"), PARAMETERS.values(), ids=PARAMETERS)
def test_significant_parameters_identify_a_task(given, kept):
    (node,) = luigi(task("Load", [given])).nodes.values()
    assert node.params == kept


GAPS = {
    "requires": {"where": "requires", "type": "OSError", "message": "no disk"},
    "params": {"where": "params", "type": "OSError", "message": "no disk"},
}


@pytest.mark.parametrize("error", GAPS.values(), ids=GAPS)
def test_a_graph_with_unknown_edges_is_refused(error):
    with pytest.raises(BadInput, match="no disk"):
        luigi(task("Load", errors=[error]))


def test_an_error_that_hides_no_edge_is_no_gap():
    error = {"where": "complete", "type": "OSError", "message": "no disk"}
    assert luigi(task("Load", errors=[error])).nodes


def test_a_truncated_capture_is_refused():
    with pytest.raises(BadInput, match="whole graph"):
        luigi(LOAD, truncated=True)


def test_components_are_families_and_arguments_parameters():
    side = kfp({"load": ("load-data", [], {"day": "1"}), "load-2": ("load-data", [], {"day": "2"})})
    assert {n.id: (n.family, n.params) for n in side.nodes.values()} == {
        "load": ("load-data", {"day": "1"}),
        "load-2": ("load-data", {"day": "2"}),
    }


def test_a_hand_written_pipeline_equals_luigis_graph():
    new = kfp({"a": ("load", [], {"day": "1"}), "b": ("clean", ["a"], {})})
    assert told(compare_graphs(luigi(LOAD, CLEAN), new)) == []
    wrong = kfp({"a": ("load", [], {"day": "2"}), "b": ("clean", [], {})})
    parity = compare_graphs(luigi(LOAD, CLEAN), wrong)
    assert [n.changes[0].name for n in parity.nodes if n.status is Status.DIFFERENT] == ["day"]
    assert parity.counts("edges")[Status.MISSING] == 1


DAY = {"inputDefinitions": {"parameters": {"day": {"parameterType": "STRING"}}}}
GROUP = {
    "dag": {
        "tasks": {
            "first": {
                "componentRef": {"name": "comp-load"},
                "inputs": {"parameters": {"day": {"componentInputParameter": "day"}}},
            },
            "second": {"componentRef": {"name": "comp-clean"}, "dependentTasks": ["first"]},
        }
    },
    **DAY,
}


def grouped(**group):
    """``before`` → (``first`` → ``second``) → ``after``, the middle as a sub-pipeline."""
    tasks = {
        "before": ("load", [], {"day": "0"}),
        "middle": ("group", ["before"], {"day": "1"}),
        "after": ("clean", ["middle"], {}),
    }
    made = document(tasks)
    made["components"]["comp-group"] = GROUP
    made["root"]["dag"]["tasks"]["middle"].update(group)
    return made


def read(made, **arguments):
    from bridges.kfp.load import pipeline_from_documents
    from migrate.parity.graph.kfp_side import kfp_side

    return kfp_side(pipeline_from_documents([made]), arguments, "pipeline.yaml", "0" * 64)


def test_a_sub_pipeline_is_taken_apart():
    side = read(grouped())
    assert set(side.nodes) == {"before", "middle/first", "middle/second", "after"}
    assert side.nodes["middle/first"].params == {"day": "1"}
    assert side.edges == {("middle/first", "middle/second")}
    assert side.edges | side.waits == {
        ("before", "middle/first"),
        ("middle/first", "middle/second"),
        ("middle/second", "after"),
    }
    assert side.contracted == ()


def loop(items):
    return {"parameterIterator": {"itemInput": "day", "items": items}}


def test_a_loop_over_a_fixed_list_is_written_out():
    side = read(grouped(**loop({"raw": '["1", "2"]'})))
    firsts = {name: n.params for name, n in side.nodes.items() if name.endswith("/first")}
    assert firsts == {"middle[0]/first": {"day": "1"}, "middle[1]/first": {"day": "2"}}
    assert ("before", "middle[1]/first") in side.waits
    assert ("middle[0]/second", "after") in side.waits
    assert ("middle[0]/second", "middle[1]/first") not in side.edges | side.waits


def test_an_empty_loop_keeps_the_order_of_its_neighbours():
    assert read(grouped(**loop({"raw": "[]"}))).waits == {("before", "after")}


def test_waiting_for_a_group_is_an_edge_where_luigi_asks_for_it_and_not_elsewhere():
    before, first = task("Load", [param("day", "0")]), task("Load", [param("day", "1")])
    second = task("Clean", [param("x", "1")], requires=first["task_id"])
    after = task("Clean", [param("x", "2")], requires=second["task_id"])
    new = read(grouped())
    parity = compare_graphs(luigi(before, first, second, after), new)
    assert [edge.status for edge in parity.edges] == [Status.SAME] * 2
    assert told(compare_graphs(new, new)) == []
    flat = compare_graphs(new, read(document({
        "before": ("load", [], {"day": "0"}), "first": ("load", [], {"day": "1"}),
        "second": ("clean", ["first"], {}), "after": ("clean", [], {}),
    })))  # fmt: skip
    assert sorted(told(flat)) == ["missing before>middle/first", "missing middle/second>after"]


REFUSED = {
    "condition": ({"triggerPolicy": {"condition": "inputs.x == 1"}}, "decided while"),
    "loop over an output": (loop({"inputParameter": "days"}), "only a run can tell"),
    "loop over artifacts": (
        {"artifactIterator": {"itemInput": "x", "items": {"inputArtifact": "y"}}},
        "only a run can tell",
    ),
}


@pytest.mark.parametrize(("group", "said"), REFUSED.values(), ids=REFUSED)
def test_what_only_a_run_can_tell_is_refused_by_name(group, said):
    with pytest.raises(BadInput, match=f"middle.*{said}"):
        read(grouped(**group))


def parametric(default=None):
    body = {"parameterType": "NUMBER_INTEGER"} | (
        {} if default is None else {"defaultValue": default}
    )
    tasks = {"a": ("load", [], {"day": {"componentInputParameter": "n"}})}
    made = document(tasks, inputDefinitions={"parameters": {"n": body}})
    made["components"]["comp-load"]["inputDefinitions"]["parameters"]["day"] = {
        "parameterType": "NUMBER_INTEGER"
    }
    return made


def test_parameters_of_the_pipeline_come_from_the_command_or_their_default():
    assert read(parametric(3)).nodes["a"].params == {"day": "3"}
    assert read(parametric(3), n="4").nodes["a"].params == {"day": "4"}
    old = luigi(task("Load", [int_param("day", 4)]))
    assert compare_graphs(old, read(parametric(3), n="4")).equal


def test_arguments_of_the_other_side_are_left_alone():
    assert read(parametric(3), other="x").nodes["a"].params == {"day": "3"}


@pytest.mark.parametrize(("given", "said"), [({}, "has no value"), ({"n": "many"}, "'n'")], ids=str)
def test_a_pipeline_without_its_values_is_refused(given, said):
    with pytest.raises(BadInput, match=said):
        read(parametric(), **given)


def test_an_output_of_a_step_is_known_only_at_run_time():
    made = document({
        "pick": ("pick", [], {}),
        "a": ("load", ["pick"], {"day": {
            "taskOutputParameter": {"producerTask": "pick", "outputParameterKey": "Output"},
        }}),
    })  # fmt: skip
    side = read(made)
    assert side.nodes["a"].params == {"day": None}
    assert compare_graphs(side, side).equal  # by the step that makes it
    luigis = luigi(
        task("Pick"), task("Load", [param("day", "1")], requires=task("Pick")["task_id"])
    )
    (open_,) = compare_graphs(luigis, side).unproved
    assert open_.unknown == ("day",)


def test_texts_with_known_values_in_them_are_filled():
    made = parametric(3)
    body = made["root"]["dag"]["tasks"]["a"]["inputs"]["parameters"]
    made["components"]["comp-load"]["inputDefinitions"]["parameters"]["day"]["parameterType"] = (
        "STRING"
    )
    body["pipelinechannel--n"] = {"componentInputParameter": "n"}
    text = "day-{{$.inputs.parameters['pipelinechannel--n']}}"
    body["day"] = {"runtimeValue": {"constant": text}}
    assert read(made).nodes["a"].params == {"day": "day-3"}
