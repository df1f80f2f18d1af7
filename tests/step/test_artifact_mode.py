"""Artifact mode: targets live in artifacts, legacy paths stay untouched."""

from __future__ import annotations

import textwrap

import pytest

from tests.step.harness import Repository

CHAIN = """
import luigi

class Raw(luigi.ExternalTask):
    def output(self):
        return luigi.LocalTarget("raw/numbers.txt")

class Double(luigi.Task):
    times = luigi.IntParameter(default=2)

    def requires(self):
        return Raw()

    def output(self):
        return {"data": luigi.LocalTarget("out/%d/data.txt" % self.times),
                "log": [luigi.LocalTarget("out/%d/log/" % self.times)]}

    def run(self):
        with self.input().open() as source, self.output()["data"].open("w") as out:
            out.write(source.read() * self.times)
        with self.output()["log"][0].temporary_path() as directory:
            import os
            os.makedirs(directory)
            open(os.path.join(directory, "part-0"), "w").write("logged")

class Join(luigi.Task):
    def requires(self):
        return {"one": Double(times=1), "more": [Double(), Double(times=3)]}

    def output(self):
        return luigi.LocalTarget("out/joined.txt")

    def run(self):
        import os
        with self.output().open("w") as out:
            for found in [self.input()["one"]] + self.input()["more"]:
                with found["data"].open() as source:
                    out.write(source.read())
                out.write(",".join(os.listdir(found["log"][0].path)) + ";")
"""

DOUBLE_OUTPUTS = {"data": ["data"], "log": ["log", 0]}


@pytest.fixture
def chain(repo: Repository) -> Repository:
    repo.write("shop.py", CHAIN)
    repo.write("raw/numbers.txt", "7")
    return repo


def double(repo: Repository, times: int) -> None:
    outputs = {f"data{times}": ["data"], f"log{times}": ["log", 0]}
    params = {"times": str(times)}
    repo.step("Double", params=params, inputs={"raw": [[], []]}, outputs=outputs).ok()


def test_a_chain_with_fan_in_runs_in_artifacts_only(chain: Repository) -> None:
    checked = chain.step("Raw", kind="external", outputs={"raw": []}).ok()
    assert checked.last.endswith(" checked")
    assert (chain.artifact("raw") / "numbers.txt").samefile(chain.path / "raw/numbers.txt")
    for times in (1, 2, 3):
        double(chain, times)
    places = {1: ["one"], 2: ["more", 0], 3: ["more", 1]}
    inputs = {f"data{n}": [place, ["data"]] for n, place in places.items()}
    inputs |= {f"log{n}": [place, ["log", 0]] for n, place in places.items()}
    chain.step("Join", inputs=inputs, outputs={"joined": []}).ok()
    joined = (chain.artifact("joined") / "joined.txt").read_text()
    assert joined == "7part-0;77part-0;777part-0;"
    assert not (chain.path / "out").exists()


def test_an_attempt_after_another_finds_its_own_leftovers(chain: Repository) -> None:
    for text in ("7", "8"):
        chain.write("raw/numbers.txt", text)
        chain.step("Raw", kind="external", outputs={"raw": []}).ok()
        chain.helper("bundle", ["raw"], "bundle").ok()
    assert (chain.artifact("raw") / "numbers.txt").read_text() == "8"


def test_the_record_says_what_an_artifact_stands_for(chain: Repository) -> None:
    chain.step("Raw", kind="external", outputs={"raw": []}).ok()
    double(chain, 2)
    record = chain.record("log2")
    assert record["kind"] == "task"
    assert record["targets"] == [
        {
            "task_id": record["task_id"],
            "output": ["log", "0"],
            "class": "luigi.local_target.LocalTarget",
            "path": "out/2/log/",
            "file": "log",
            "exists": True,
        }
    ]


def test_an_input_of_another_task_is_a_wrong_wire(chain: Repository) -> None:
    chain.step("Raw", kind="external", outputs={"raw": []}).ok()
    double(chain, 1)
    ended = chain.step("Double", inputs={"data1": [[], []]})
    assert ended.code == 1
    assert "input data1 holds ['Double_1_" in ended.last


@pytest.mark.parametrize("legacy", [True, False], ids=["a directory of files", "the file itself"])
def test_an_imported_artifact_has_no_record(chain: Repository, legacy: bool) -> None:
    imported = chain.artifact("raw")
    file = imported / "numbers.txt" if legacy else imported
    file.parent.mkdir(parents=True)
    file.write_text("5")
    double(chain, 2)
    assert (chain.artifact("data2") / "data.txt").read_text() == "55"


def test_a_dependency_without_an_input_is_unfulfilled(chain: Repository) -> None:
    (chain.path / "raw/numbers.txt").unlink()
    ended = chain.step("Double", outputs=DOUBLE_OUTPUTS)
    assert ended.code == 1
    expected = "Unfulfilled dependency at run time: Raw__99914b932b (LocalTarget raw/numbers.txt)"
    assert expected in ended.last


def test_an_artifact_that_is_not_there_is_named(chain: Repository) -> None:
    ended = chain.step("Double", inputs={"raw": [[], []]})
    assert ended.last.endswith(f"input artifact raw does not exist: {chain.artifact('raw')}")
    missing = chain.step("Join", outputs={"o": ["nowhere"]})
    assert "has no output at ['nowhere']" in missing.last
    nothing = chain.step("Double", inputs={"raw": [[4], []]}, arrive={"raw": "raw"})
    assert "requires nothing at [4] with an output at []" in nothing.last


TARGETS = {
    "pathlib": """
        import pathlib
        TARGET = lambda: luigi.LocalTarget(str(pathlib.PurePath("out") / "x.txt"))
        """,
    "not normalised": 'TARGET = lambda: luigi.LocalTarget("./out//a/../x.txt")',
    "absolute": """
        import os
        TARGET = lambda: luigi.LocalTarget(os.path.abspath("out/x.txt"))
        """,
    "kept in the module": """
        KEPT = luigi.LocalTarget("out/x.txt")
        TARGET = lambda: KEPT
        """,
    "subclass that sets its path late": """
        class Late(luigi.LocalTarget):
            def __init__(self, name):
                super(Late, self).__init__("unset")
                self.path = "out/" + name
        TARGET = lambda: Late("x.txt")
        """,
    "subclass with a path property": """
        class Computed(luigi.LocalTarget):
            def __init__(self, name):
                self.name = name
                super(Computed, self).__init__(name)
            @property
            def path(self):
                return "out/" + self.name
            @path.setter
            def path(self, value):
                pass
        TARGET = lambda: Computed("x.txt")
        """,
    "subclass with a path attribute": """
        class Fixed(luigi.LocalTarget):
            path = "out/x.txt"
            def __init__(self):
                self.format = luigi.format.get_default_format()
                self.is_tmp = False
        TARGET = lambda: Fixed()
        """,
    "gzip": """
        TARGET = lambda: luigi.LocalTarget("out/x.txt", format=luigi.format.Nop)
        """,
}

ROUND_TRIP = """
class Write(luigi.Task):
    def output(self):
        return TARGET()

    def run(self):
        with TARGET().open("w") as out:
            out.write("text" if TARGET().format is not luigi.format.Nop else b"text")

class Read(luigi.Task):
    def requires(self):
        yield Write()

    def run(self):
        assert TARGET().exists()
        print("read", open(self.input()[0].path).read(), open(TARGET().path).read())
"""


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_every_kind_of_local_target_is_re_bound(repo: Repository, target: str) -> None:
    repo.write("shop.py", "import luigi, luigi.format\n" + textwrap.dedent(target) + ROUND_TRIP)
    repo.step("Write", outputs={"x": []}).ok()
    assert (repo.artifact("x") / "x.txt").read_text() == "text"
    assert repo.step("Read", inputs={"x": [[0], []]}).ok().out == "read text text\n"
    assert not (repo.path / "out").exists()


DERIVED = """
import luigi

class First(luigi.Task):
    def output(self):
        return luigi.LocalTarget("out/a")
    def run(self):
        self.output().open("w").close()

class Second(luigi.Task):
    def requires(self):
        return First()
    def output(self):
        return luigi.LocalTarget(self.input().path + ".b")
    def run(self):
        self.output().open("w").close()

class Third(luigi.Task):
    def requires(self):
        return [First(), Second()]
    def output(self):
        return luigi.LocalTarget(self.input()[1].path + ".c")
    def run(self):
        with self.output().open("w") as out:
            out.write("end")
"""


def test_paths_derived_from_re_bound_paths_are_re_bound(repo: Repository) -> None:
    repo.write("shop.py", DERIVED)
    repo.step("First", outputs={"first": []}).ok()
    repo.step("Second", inputs={"first": [[], []]}, outputs={"second": []}).ok()
    inputs = {"first": [[0], []], "second": [[1], []]}
    repo.step("Third", inputs=inputs, outputs={"third": []}).ok()
    assert (repo.artifact("third") / "a.b.c").read_text() == "end"
    assert repo.record("third")["targets"][0]["path"] == "out/a.b.c"
    files = sorted(p.name for p in repo.artifact("first").iterdir())
    assert files == [".paved-road.json", "a"]


BEHIND = """
import luigi

class Leaf(luigi.Task):
    n = luigi.IntParameter()
    def output(self):
        return luigi.LocalTarget("out/%d" % self.n)
    def run(self):
        self.output().open("w").close()

class Both(luigi.WrapperTask):
    def requires(self):
        return [Leaf(n=1), Leaf(n=2)]

class Around(luigi.WrapperTask):
    def requires(self):
        return Both()

class End(luigi.Task):
    def requires(self):
        return [Around()]
    def run(self):
        print("ran")
"""


@pytest.mark.slow
def test_inputs_behind_contracted_wrappers_count(repo: Repository) -> None:
    repo.write("shop.py", BEHIND)
    for n in ("1", "2"):
        repo.step("Leaf", params={"n": n}, outputs={f"leaf{n}": []}).ok()
    inputs = {"leaf1": [[0, 0], []], "leaf2": [[0, 1], []]}
    assert repo.step("End", inputs=inputs).ok().out == "ran\n"
    del inputs["leaf2"]
    assert "Unfulfilled dependency at run time: Around_" in repo.step("End", inputs=inputs).last


def test_one_path_for_input_and_output_is_refused(repo: Repository) -> None:
    source = """
        import luigi

        class Make(luigi.Task):
            def output(self):
                return luigi.LocalTarget("out/x")
            def run(self):
                self.output().open("w").close()

        class Change(luigi.Task):
            def requires(self):
                return Make()
            def output(self):
                return luigi.LocalTarget("out/x")
    """
    repo.write("shop.py", source)
    repo.step("Make", outputs={"x": []}).ok()
    ended = repo.step("Change", inputs={"x": [[], []]}, outputs={"y": []})
    assert ended.code == 1
    assert "use the workspace mode" in ended.last


MOCKS = """
import luigi
from luigi.mock import MockTarget

class Make(luigi.Task):
    def output(self):
        return MockTarget("memory/rows")
    def run(self):
        with self.output().open("w") as out:
            out.write(u"three rows")

class Use(luigi.Task):
    def requires(self):
        return {"rows": Make()}
    def run(self):
        print(self.input()["rows"].open().read())
"""


@pytest.mark.parametrize("mode", ["artifact", "in_place"])
def test_in_memory_targets_are_files_between_steps(repo: Repository, mode: str) -> None:
    repo.write("shop.py", MOCKS)
    repo.step("Make", mode=mode, outputs={"rows": []}).ok()
    assert (repo.artifact("rows") / "rows").read_bytes() == b"three rows"
    used = repo.step("Use", mode=mode, inputs={"rows": [["rows"], []]}).ok()
    assert used.out == "three rows\n"


def test_a_task_without_outputs_can_prove_that_it_ran(chain: Repository) -> None:
    chain.write("shop.py", "import luigi\nclass Alone(luigi.Task):\n    pass\n")
    chain.step("Alone", outputs={"done": None}).ok()
    assert chain.record("done")["task_id"].startswith("Alone_")
    assert chain.record("done")["targets"] == []


SET = """
import luigi

class Letters(luigi.Task):
    def output(self):
        return {luigi.LocalTarget("out/%s.txt" % letter) for letter in "hgfedcba"}

    def run(self):
        for target in self.output():
            with target.open("w") as out:
                out.write(target.path[-5])

class Word(luigi.Task):
    def requires(self):
        return {Letters()}

    def output(self):
        return luigi.LocalTarget("out/word.txt")

    def run(self):
        with self.output().open("w") as out:
            for path in sorted(target.path for target in Letters().output()):
                out.write(open(path).read())
"""


def test_targets_in_a_set_are_told_apart_by_their_paths(repo: Repository) -> None:
    repo.write("shop.py", SET)
    places = {f"letter{index}": [index] for index in range(8)}
    repo.step("Letters", outputs=places).ok()
    assert (repo.artifact("letter0") / "a.txt").read_text() == "a"
    repo.step("Word", inputs={n: [[0], p] for n, p in places.items()}, outputs={"word": []}).ok()
    assert (repo.artifact("word") / "word.txt").read_text() == "abcdefgh"
