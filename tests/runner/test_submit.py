"""Submitting to a KFP API and following the run, against a server that executes it."""

import threading

import pytest
from kfp import dsl, kubernetes

from migrate.errors import BadInput, RunFailed
from migrate.kfp.submit import Api, Endpoint, follow
from tests.runner.kfp_server import redirecting_to, serving
from tests.runner.parts import echo, fail, shout, sleep


@pytest.fixture
def kfp_api(tmp_path):
    with serving(tmp_path) as server:
        yield server


@dsl.pipeline
def good(text: str, n: int = 1):
    task = shout(text=echo(text=text).output)
    kubernetes.set_timeout(task, 60)
    sleep(seconds=0.0, tag="x")


def _follow(server, spec, arguments, **options):
    seen = []
    api = Api(Endpoint(server.url, experiment="tests"))
    run = api.submit(spec, arguments)
    return follow(api, run, seen.append, interval=0.05, **options), seen


def test_a_submitted_run_is_followed_to_success(kfp_api, compiled):
    run, seen = _follow(kfp_api, compiled(good), {"text": "hello"})
    assert (run.state, run.good, run.ended) == ("SUCCEEDED", True, True)
    assert run.tasks == {"echo": "SUCCEEDED", "shout": "SUCCEEDED", "sleep": "SUCCEEDED"}
    assert seen[-1] == run
    assert run.url == f"{kfp_api.url}/#/runs/details/{run.run_id}"
    (experiment,) = kfp_api.experiments.values()
    assert experiment["display_name"] == "tests"
    sent = kfp_api.runs[run.run_id]
    assert sent["runtime_config"]["parameters"] == {"text": "hello"}
    assert "platform_spec" in sent["pipeline_spec"]


def test_a_failed_run_says_why(kfp_api, compiled):
    run, _ = _follow(kfp_api, compiled(fail), {"text": "it"})
    assert (run.state, run.good, run.error) == ("FAILED", False, "failed: fail")


@dsl.pipeline
def slow():
    sleep(seconds=30.0, tag="x")


def test_a_cancelled_run_ends_too(kfp_api, compiled):
    api = Api(Endpoint(kfp_api.url))
    run = api.submit(compiled(slow), {})
    threading.Timer(0.5, kfp_api.terminate, (run.run_id,)).start()
    run = follow(api, run, lambda seen: None, interval=0.05, timeout=20)
    assert (run.state, run.good) == ("CANCELED", False)


def test_following_ends_after_the_time_limit(kfp_api, compiled):
    with pytest.raises(RunFailed, match=r"is still (RUNNING|PENDING) after 0.3 s"):
        _follow(kfp_api, compiled(slow), {}, timeout=0.3)


def test_caching_can_be_switched_off_for_all_tasks(kfp_api, compiled):
    api = Api(Endpoint(kfp_api.url))
    run = api.submit(compiled(echo), {"text": "x"}, cache=False)
    tasks = kfp_api.runs[run.run_id]["pipeline_spec"]["root"]["dag"]["tasks"]
    assert not tasks["echo"]["cachingOptions"].get("enableCache")


def test_an_unreachable_host_is_named_at_once(compiled):
    with pytest.raises(BadInput, match=r"^http://127.0.0.1:1: cannot connect: .*refused"):
        Api(Endpoint("http://127.0.0.1:1"))


@pytest.mark.parametrize("status", [401, 403])
def test_refused_access_asks_for_a_token(kfp_api, status):
    kfp_api.refuse = status
    with pytest.raises(BadInput, match=rf"refused access.*{status}") as error:
        Api(Endpoint(kfp_api.url))
    assert "KFP_TOKEN" in error.value.next_step


def test_a_token_is_sent(kfp_api, compiled, monkeypatch):
    kfp_api.token = "secret"
    monkeypatch.setenv("KFP_TOKEN", "secret")
    run, _ = _follow(kfp_api, compiled(echo), {"text": "x"})
    assert run.state == "SUCCEEDED"


def test_a_token_is_not_sent_where_a_gateway_redirects_to(kfp_api, monkeypatch):
    """The elsewhere is a login page of another host; here it lets nobody in without the token."""
    kfp_api.token = "secret"
    monkeypatch.setenv("KFP_TOKEN", "secret")
    with redirecting_to(kfp_api.url) as gateway, pytest.raises(BadInput, match="refused access"):
        Api(Endpoint(gateway))


def test_something_else_at_the_address_is_told(kfp_api):
    with pytest.raises(BadInput, match="not a KFP v2beta1 API"):
        Api(Endpoint(f"{kfp_api.url}/elsewhere"))


def test_a_rejected_pipeline_is_an_error(kfp_api, compiled, tmp_path):
    spec = compiled(echo)
    spec.write_text(spec.read_text().replace("schemaVersion: 2.1.0", "schemaVersion: 2.0.0"))
    with pytest.raises(BadInput, match=r"answered 400 while submitting .*schemaVersion 2.0.0"):
        Api(Endpoint(kfp_api.url)).submit(spec, {"text": "x"})


def test_a_server_that_goes_away_ends_the_following(kfp_api, compiled):
    api = Api(Endpoint(kfp_api.url))
    run = api.submit(compiled(slow), {})
    kfp_api.refuse = 503
    with pytest.raises(BadInput, match="answered 503 while asking for run"):
        follow(api, run, lambda seen: None, interval=0.01)
