"""Every feature of Luigi that old repositories use: one source each, and the code that reports it.

``None`` instead of a code: the feature converts and nothing has to be said about it. A source is
the text of ``tasks.py``, or files by name.
"""

from __future__ import annotations

TASK = """
class T(luigi.Task):
    {body}
    def output(self):
        return luigi.LocalTarget("t-%s" % self.task_id)
    def run(self):
        self.output().open("w").close()
"""


def param(call: str) -> str:
    return TASK.format(body=f"p = luigi.{call}")


def body(text: str) -> str:
    return TASK.format(body=text)


def base(module: str, name: str, text: str = "pass") -> dict[str, str]:
    source = f"import luigi\nfrom {module} import {name}\n\nclass T({name}):\n    {text}\n"
    return {"tasks.py": source}


def run(text: str, imports: str = "") -> str:
    return f"""
{imports}
class T(luigi.Task):
    def output(self):
        return luigi.LocalTarget("t-%s" % self.date)
    date = luigi.DateParameter()
    def run(self):
        with self.output().open("w") as out:
            {text}
"""


def requires(text: str, more: str = "") -> str:
    return f"""
class Up(luigi.ExternalTask):
    day = luigi.Parameter(default="1")
    def output(self):
        return luigi.LocalTarget(self.day)

class Other(Up):
    pass

class T(luigi.Task):
    day = luigi.Parameter(default="1")
    {more}
    def requires(self):
        {text}
    def output(self):
        return luigi.LocalTarget("t" + self.day)
    def run(self):
        self.output().write(self.input())
"""


def target(construction: str, module: str) -> dict[str, str]:
    return {
        "tasks.py": f"import luigi\nimport {module}\nfrom {module} import *\n\n"
        f"class T(luigi.Task):\n    day = luigi.Parameter()\n    def output(self):\n"
        f"        return {module}.{construction}\n    def run(self):\n"
        f"        self.output().open('w').close()\n"
    }


def config(text: str, name: str = "luigi.cfg", more: str = "") -> dict[str, str]:
    return {
        "tasks.py": "import luigi\n" + body("limit = luigi.IntParameter(default=1)") + more,
        name: text,
    }


def script(line: str) -> dict[str, str]:
    return {"tasks.py": "import luigi\n" + body("pass"), "run.sh": f"#!/bin/sh\n{line}\n"}


PARAMETERS = {
    "Parameter": (param("Parameter()"), None),
    "StrParameter": (param("StrParameter()"), None),
    "IntParameter": (param("IntParameter(default=3)"), None),
    "FloatParameter": (param("FloatParameter(default=3.0)"), None),
    "BoolParameter": (param("BoolParameter()"), None),
    "NumericalParameter": (param("NumericalParameter(var_type=int, min_value=0, max_value=9)"), None),
    "ChoiceParameter": (param("ChoiceParameter(choices=['a', 'b'])"), None),
    "ChoiceListParameter": (param("ChoiceListParameter(choices=['a'])"), None),
    "ChoiceParameter with its type by position": (param("ChoiceParameter(int, choices=[1])"), "LK088"),
    "EnumParameter": (param("EnumParameter(enum=Kind)"), None),
    "EnumListParameter": (param("EnumListParameter(enum=Kind)"), None),
    "DateParameter": (param("DateParameter()"), None),
    "DateParameter that defaults to today": (
        param("DateParameter(default=datetime.date.today())"), "LK007"),
    "DateHourParameter": (param("DateHourParameter()"), None),
    "DateMinuteParameter": (param("DateMinuteParameter(interval=5)"), None),
    "DateSecondParameter": (param("DateSecondParameter()"), None),
    "MonthParameter": (param("MonthParameter()"), None),
    "YearParameter": (param("YearParameter()"), None),
    "DateIntervalParameter": (param("DateIntervalParameter()"), None),
    "TimeDeltaParameter": (param("TimeDeltaParameter()"), None),
    "ListParameter": (param("ListParameter(default=[1])"), None),
    "TupleParameter": (param("TupleParameter()"), None),
    "DictParameter": (param("DictParameter()"), None),
    "PathParameter": (param("PathParameter(exists=True)"), None),
    "OptionalParameter": (param("OptionalParameter(default=None)"), None),
    **{
        f"Optional{kind}Parameter": (param(f"Optional{kind}Parameter(default=None)"), None)
        for kind in ["Str", "Int", "Float", "Bool", "Numerical", "Path", "Dict", "List", "Tuple", "Choice"]
    },
    "TaskParameter that holds a class": (param("TaskParameter()"), None),
    "task instance as a parameter": (
        requires("return Other(day=Up())"), "LK006"),
    "custom Parameter subclass": (
        "class Csv(luigi.Parameter):\n    def parse(self, x):\n        return x.split(',')\n"
        + body("p = Csv()"), "LK082"),
    "default=": (param("Parameter(default='x')"), None),
    "default from the environment": (param("Parameter(default=os.environ['X'])"), "LK084"),
    "significant=False": (param("Parameter(significant=False)"), "LK086"),
    "positional=False": (param("Parameter(positional=False)"), None),
    "config_path=": (param("Parameter(config_path=dict(section='a', name='b'))"), "LK039"),
    "section of a task": (config("[T]\nlimit = 3\n"), "LK039"),
    "visibility PRIVATE": (
        param("Parameter(visibility=luigi.parameter.ParameterVisibility.PRIVATE)"), "LK008"),
    "visibility HIDDEN": (
        param("Parameter(visibility=luigi.parameter.ParameterVisibility.HIDDEN)"), "LK085"),
    "batch_method": (param("DateParameter(batch_method=max)"), "LK017"),
    "description": (param("Parameter(description='the day')"), "LK089"),
    "always_in_help": (param("Parameter(always_in_help=True)"), "LK089"),
    "attribute that pins an inherited parameter": (
        body("p = luigi.Parameter()") + "\nclass U(T):\n    p = 'const'\n", None),
    "parameter added after the class": (body("pass") + "\nT.p = luigi.Parameter()\n", "LK090"),
    "removed flags": (param("Parameter(is_list=True)"), "LK087"),
}  # fmt: skip

TASKS = {
    "Task": (body("pass"), None),
    "ExternalTask": (
        "class E(luigi.ExternalTask):\n    def output(self):\n        return luigi.LocalTarget('e')\n",
        None),
    "externalize()": (body("pass") + "\nE = luigi.task.externalize(T)\n", None),
    "run = None": (
        "class E(luigi.Task):\n    run = None\n    def output(self):\n"
        "        return luigi.LocalTarget('e')\n", None),
    "WrapperTask": (
        body("pass") + "\nclass W(luigi.WrapperTask):\n    def requires(self):\n        return T()\n",
        "LK012"),
    "WrapperTask with work of its own": (
        body("pass") + "\nclass W(luigi.WrapperTask):\n    def requires(self):\n        return T()\n"
        "    def run(self):\n        print(self.input())\n", None),
    "Config": ("class settings(luigi.Config):\n    base = luigi.Parameter()\n" + body("pass"), "LK039"),
    "Config mixed into a Task": (
        "class settings(luigi.Config):\n    base = luigi.Parameter()\n"
        "class T(settings, luigi.Task):\n    pass\n", "LK081"),
    "requires() of a single task": (requires("return Up()"), None),
    "requires() of a list": (requires("return [Up(), Other()]"), None),
    "requires() of a tuple": (requires("return Up(), Other()"), None),
    "requires() of a dict": (requires("return {'a': Up(), 'b': Other()}"), None),
    "requires() as a generator": (requires("yield Up()"), None),
    "requires() nested": (requires("return {'a': [Up(), Other()]}"), None),
    "requires() by comprehension": (requires("return [Up(day=d) for d in 'ab']"), None),
    "requires() that branches": (requires("return Up() if self.day else Other()"), "LK096"),
    "requires() that lists files": (
        requires("return [Up(day=d) for d in os.listdir('in')]"), "LK094"),
    "requires() that asks a service": (
        requires("import requests\n        return [Up(day=d) for d in requests.get('u').json()]"),
        "LK094"),
    "requires() that reads the clock": (
        requires("return Up(day=datetime.date.today())"), "LK094"),
    "requires() of its ancestor": (requires("return super().requires()"), None),
    "requires() that looks a class up": (requires("return globals()[self.day]()"), "LK095"),
    "requires() of what the caller gave": (
        requires("return self.up", "up = luigi.Parameter()"), "LK097"),
    "@requires": (
        "from luigi.util import requires\n" + body("pass").replace("class T", "class Up")
        + "@requires(Up)\nclass T(luigi.Task):\n    def run(self):\n        print(self.input(), self.output())\n"
        "    def output(self):\n        return luigi.LocalTarget('b')\n", None),
    "@inherits with clone()": (
        "from luigi.util import inherits\n" + body("pass").replace("class T", "class Up")
        + "@inherits(Up)\nclass T(luigi.Task):\n    def requires(self):\n        return self.clone(Up)\n"
        "    def run(self):\n        print(self.input(), self.output())\n"
        "    def output(self):\n        return luigi.LocalTarget('b')\n", None),
    "@copies": (
        "from luigi.util import copies\n" + body("pass").replace("class T", "class Up")
        + "@copies(Up)\nclass T(luigi.Task):\n    def requires(self):\n        return self.clone_parent()\n"
        "    def run(self):\n        print(self.input(), self.output())\n"
        "    def output(self):\n        return luigi.LocalTarget('b')\n", None),
    "@delegates": (
        "from luigi.util import delegates\n" + body("pass").replace("class T", "class Up")
        + "@delegates\nclass T(luigi.Task):\n    def subtasks(self):\n        return Up()\n"
        "    def run(self):\n        print(self.output())\n"
        "    def output(self):\n        return luigi.LocalTarget('b')\n", None),
    "run()": (run("out.write('x')"), None),
    "dynamic dependencies": (requires("return Up()") + "\nclass D(T):\n    def run(self):\n"
                             "        for line in self.input().open():\n            yield Up(day=line)\n"
                             "        self.output().open('w').close()\n", "LK003"),
    "DynamicRequirements": (body("pass") + "\nclass D(luigi.Task):\n    def run(self):\n"
                            "        yield luigi.DynamicRequirements([T()])\n", "LK003"),
    "output() of a list": (
        "class T(luigi.Task):\n    d = luigi.Parameter()\n    def output(self):\n"
        "        return [luigi.LocalTarget(self.d), luigi.LocalTarget(self.d + 'b')]\n"
        "    def run(self):\n        print(self.output())\n", None),
    "output() that returns None": (
        "class T(luigi.Task):\n    def output(self):\n        return None\n"
        "    def run(self):\n        print(1)\n", "LK020"),
    "no output()": ("class T(luigi.Task):\n    def run(self):\n        print(1)\n", "LK020"),
    "output() that derives its path from an input": (
        requires("return Up()").replace("LocalTarget(\"t\" + self.day)",
                                         "LocalTarget(self.input().path + '.out')"), "LK036"),
    "output() with a random path": (
        requires("return Up()").replace("\"t\" + self.day", "str(__import__('uuid'))")
        .replace("import", "import").replace("str(__import__('uuid'))", "datetime.datetime.now().isoformat()"),
        "LK038"),
    "output() that asks a service": (
        "import requests\n" + requires("return Up()").replace("\"t\" + self.day", "requests.get('u').text"),
        "LK098"),
    "input() that is overridden": (
        requires("return Up()") + "    def input(self):\n        return 1\n", "LK093"),
    "input() that is never read": (
        requires("return Up()").replace("self.output().write(self.input())", "print(self.output())"),
        "LK103"),
    "run() that never names its output": (
        body("pass").replace("self.output().open(\"w\").close()", "main()"), "LK104"),
    "complete()": (body("pass") + "    def complete(self):\n        return True\n", "LK010"),
    "bulk_complete()": (body("pass") + "    def bulk_complete(cls, p):\n        return p\n", "LK077"),
    "MixinNaiveBulkComplete": (
        "class T(luigi.task.MixinNaiveBulkComplete, luigi.Task):\n    pass\n", "LK077"),
    "on_success()": (body("pass") + "    def on_success(self):\n        print(1)\n", None),
    "on_failure()": (body("pass") + "    def on_failure(self, e):\n        return 'x'\n", "LK019"),
    "event START": (body("pass") + "\n@T.event_handler(luigi.Event.START)\ndef f(t):\n    pass\n", None),
    "event SUCCESS": (
        body("pass") + "\n@luigi.Task.event_handler(luigi.Event.SUCCESS)\ndef f(t):\n    pass\n", None),
    "event FAILURE": (body("pass") + "\n@T.event_handler(luigi.Event.FAILURE)\ndef f(t, e):\n    pass\n", None),
    "event PROCESSING_TIME": (
        body("pass") + "\n@T.event_handler(luigi.Event.PROCESSING_TIME)\ndef f(t, s):\n    pass\n", None),
    **{
        f"event {event}": (
            body("pass") + f"\n@T.event_handler(luigi.Event.{event})\ndef f(t):\n    pass\n", "LK018")
        for event in ["DEPENDENCY_DISCOVERED", "DEPENDENCY_MISSING", "DEPENDENCY_PRESENT", "BROKEN_TASK", "TIMEOUT", "PROCESS_FAILURE", "PROGRESS"]
    },
    "setting under __main__": (
        body("pass") + "\nimport b2luigi\nif __name__ == '__main__':\n    b2luigi.set_setting('a', 1)\n",
        "LK124"),
    "setting at import": (body("pass") + "\nimport b2luigi\nb2luigi.set_setting('a', 1)\n", None),
    "trigger_event of one's own": (run("self.trigger_event('mine', self)"), None),
    "resources": (body("resources = {'db': 1}"), "LK011"),
    "process_resources()": (body("pass") + "    def process_resources(self):\n        return {}\n", "LK011"),
    "decrease_running_resources()": (run("self.decrease_running_resources({'db': 0})"), "LK011"),
    "priority": (body("priority = 5"), "LK013"),
    "priority as a property": (
        body("pass") + "    @property\n    def priority(self):\n        return 1\n", "LK013"),
    "retry_count": (body("retry_count = 2"), "LK014"),
    "disable_hard_timeout": (body("disable_hard_timeout = 9"), "LK015"),
    "disable_window": (body("disable_window = 9"), "LK015"),
    "disable_window_seconds": (body("disable_window_seconds = 9"), "LK015"),
    "worker_timeout": (body("worker_timeout = 9"), "LK016"),
    "batchable": (body("batchable = True"), "LK017"),
    "max_batch_size": (body("max_batch_size = 9"), "LK017"),
    "task_namespace": (body("task_namespace = 'shop'"), None),
    "luigi.namespace()": ("luigi.namespace('shop')\n" + body("pass"), None),
    "luigi.auto_namespace()": ("luigi.auto_namespace(scope=__name__)\n" + body("pass"), None),
    "task_id and its kin": (run("out.write(self.task_family + str(self.to_str_params()))"), None),
    "task_id that is rewritten": (
        body("pass") + "    def __init__(self, *a, **k):\n        super().__init__(*a, **k)\n"
        "        self.task_id = 'x'\n", "LK100"),
    "accepts_messages": (body("accepts_messages = True"), "LK092"),
    "scheduler_messages": (run("self.scheduler_messages.get()"), "LK092"),
    "set_status_message()": (run("self.set_status_message('x')"), "LK092"),
    "set_progress_percentage()": (run("self.set_progress_percentage(1)"), "LK092"),
    "set_tracking_url()": (run("self.set_tracking_url('x')"), "LK092"),
    "owner_email": (body("owner_email = 'a@example.com'"), "LK032"),
    "disabled": (body("disabled = True"), "LK032"),
    "use_cmdline_section": (body("use_cmdline_section = False"), "LK032"),
    "force_multiprocessing": (body("force_multiprocessing = True"), "LK032"),
    "__init__ that computes": (
        body("pass") + "    def __init__(self, *a, **k):\n        super().__init__(*a, **k)\n"
        "        self.x = 1\n", None),
    "__init__ that works": (
        body("pass") + "    def __init__(self, *a, **k):\n        super().__init__(*a, **k)\n"
        "        self.x = open('settings').read()\n", "LK051"),
    "attributes set in requires()": (
        requires("self.start = 1\n        return Up()"), "LK101"),
    "flatten, getpaths": (body("x = 1") + "\nprint(luigi.task.flatten([]), luigi.task.getpaths)\n", None),
    "Register": (body("pass") + "\nprint(luigi.task_register.Register.get_task_cls('T'))\n", "LK080"),
    "metaclass": ("class T(luigi.Task, metaclass=Mine):\n    pass\n", "LK080"),
    "luigi.build() in run()": (run("luigi.build([])"), "LK005"),
    "run() of another task": ("class Other(luigi.Task):\n    pass\n" + run("Other().run()"), "LK005"),
    "run() of something else": ("class Other(object):\n    pass\n" + run("Other().run()"), None),
    "run() that opens a path": (run("out.write(open('words.txt').read())"), "LK004"),
    "run() of a notebook": (run("import papermill; papermill.execute_notebook('a.ipynb', 'b')"), "LK004"),
    "run() that starts a program": (run("import subprocess; subprocess.call('x')"), "LK047"),
    "run() that talks to a service": (run("import requests; requests.get('x')"), "LK048"),
    "run() that reads the environment": (run("os.environ['X']"), "LK049"),
    "run() that reads it by another name": (run("env['X']", "from os import environ as env"), "LK049"),
    "run() that sets a variable": (run("os.environ['X'] = 'x'"), None),
    "run() that reads the clock": (run("datetime.datetime.now()"), "LK050"),
    "two tasks of one name": (
        {"a.py": "import luigi\n" + body("pass"), "b.py": "import luigi\n" + body("pass")}, "LK043"),
    "class made in a function": (
        "def make():\n    class T(luigi.Task):\n        pass\n    return T\n", "LK079"),
    "computed base": ("class T(choose('a')):\n    x = luigi.Parameter()\n", "LK079"),
    "base outside the repository": (
        "from company.tasks import Daily\nclass T(Daily):\n    x = luigi.Parameter()\n", "LK078"),
}  # fmt: skip

TARGETS = {
    "LocalTarget": (body("pass"), None),
    "luigi.File": ({"tasks.py": "import luigi\nclass T(luigi.Task):\n    def output(self):\n"
                    "        return luigi.File('x')\n"}, "LK087"),
    "df.to_csv() on a handle": (run("frame.to_csv(out)"), "LK099"),
    "temporary_path()": (
        body("pass").replace("self.output().open(\"w\").close()",
                             "with self.output().temporary_path() as p:\n            open(p)"), None),
    "makedirs, move, remove, copy, exists": (run("self.output().makedirs()"), None),
    "format=": (body("pass").replace("self.task_id)", "self.task_id, format=luigi.format.Gzip)"), None),
    "MockTarget": (target("MockTarget('x' + self.day)", "luigi.mock"), "LK021"),
    "custom Target": (
        "class Row(luigi.Target):\n    def exists(self):\n        return True\n" + body("pass"), "LK040"),
    "kind of local file": (
        "class Csv(luigi.LocalTarget):\n    def read(self):\n        return 1\n" + body("pass"), "LK083"),
    **{
        name: (target(f"{name}('s3://b/' + self.day)", "luigi.contrib.s3"), "LK110")
        for name in ("S3Target", "S3FlagTarget", "S3EmrTarget")
    },
    "S3Client": ("from luigi.contrib.s3 import S3Client\nc = S3Client\n" + body("pass"), "LK110"),
    **{
        name: (target(f"{name}('gs://b/' + self.day)", "luigi.contrib.gcs"), "LK110")
        for name in ("GCSTarget", "GCSFlagTarget")
    },
    **{
        name: (target(f"{name}('/b/' + self.day)", "luigi.contrib.hdfs"), "LK110")
        for name in ("HdfsTarget", "HdfsFlagTarget")
    },
    "WebHdfsTarget": (target("WebHdfsTarget('/b' + self.day)", "luigi.contrib.webhdfs"), "LK110"),
    "HDFS data from elsewhere": (
        {"tasks.py": "import luigi\nfrom luigi.contrib.hdfs import HdfsTarget\n"
         "class E(luigi.ExternalTask):\n    def output(self):\n        return HdfsTarget('/x')\n"}, "LK027"),
    "AzureBlobTarget": (target("AzureBlobTarget('c', self.day)", "luigi.contrib.azureblob"), "LK110"),
    "DropboxTarget": (target("DropboxTarget('c' + self.day)", "luigi.contrib.dropbox"), "LK110"),
    "RemoteTarget over ftp": (target("RemoteTarget('c' + self.day)", "luigi.contrib.ftp"), "LK110"),
    "RemoteTarget over ssh": (target("RemoteTarget('c' + self.day)", "luigi.contrib.ssh"), "LK110"),
    "OpenerTarget": (target("OpenerTarget('c' + self.day)", "luigi.contrib.opener"), "LK110"),
    **{
        name: (target(f"{name}(1)", f"luigi.contrib.{module}"), "LK111")
        for name, module in {
            "PostgresTarget": "postgres", "MySqlTarget": "mysqldb", "MSSqlTarget": "mssqldb",
            "RedshiftTarget": "redshift", "PrestoTarget": "presto", "SQLAlchemyTarget": "sqla",
            "BigQueryTarget": "bigquery", "HiveTableTarget": "hive", "HivePartitionTarget": "hive",
            "ElasticsearchTarget": "esindex", "MongoCellTarget": "mongodb", "RedisTarget": "redis_store",
        }.items()
    },
    "RunAnywayTarget": (target("RunAnywayTarget(self)", "luigi.contrib.simulate"), "LK076"),
    "one path for several tasks": (
        "class A(luigi.Task):\n    def output(self):\n        return luigi.LocalTarget('x')\n"
        "class B(luigi.Task):\n    def output(self):\n        return luigi.LocalTarget('x')\n", "LK022"),
}  # fmt: skip

CONTRIB = {
    f"{module}.{name}": (base(f"luigi.contrib.{module}", name), code)
    for code, names in {
        "LK047": "external_program.ExternalProgramTask external_program.ExternalPythonProgramTask",
        "LK060": "spark.SparkSubmitTask spark.PySparkTask",
        "LK061": "hadoop.JobTask hadoop_jar.HadoopJarJobTask scalding.ScaldingJobTask pig.PigJobTask "
        "hive.HiveQueryTask",
        "LK062": "docker_runner.DockerTask",
        "LK063": "kubernetes.KubernetesJobTask",
        "LK064": "batch.BatchTask ecs.ECSTask",
        "LK065": "sge.SGEJobTask lsf.LSFJobTask",
        "LK066": "beam_dataflow.BeamDataflowJobTask dataproc.DataprocSparkTask "
        "dataproc.DataprocPysparkTask dataproc.CreateDataprocClusterTask "
        "dataproc.DeleteDataprocClusterTask bigquery.BigQueryLoadTask bigquery.BigQueryRunQueryTask "
        "bigquery.BigQueryCreateViewTask bigquery.BigQueryExtractTask bigquery.ExternalBigQueryTask "
        "bigquery_avro.BigQueryLoadAvro",
        "LK067": "rdbms.CopyToTable rdbms.Query postgres.CopyToTable postgres.PostgresQuery "
        "mysqldb.CopyToTable redshift.S3CopyToTable redshift.RedshiftUnloadTask sqla.CopyToTable "
        "presto.PrestoTask",
        "LK068": "esindex.CopyToIndex sparkey.SparkeyExportTask salesforce.QuerySalesforce pai.PaiTask "
        "external_daily_snapshot.ExternalDailySnapshot",
    }.items()
    for module, name in (dotted.split(".") for dotted in names.split())
}
CONTRIB |= {
    "datadog_metric": ("import luigi.contrib.datadog_metric\n" + body("pass"), "LK109"),
    "prometheus_metric": ("import luigi.contrib.prometheus_metric\n" + body("pass"), "LK109"),
}

RUNNING = {
    **{
        name: ({"tasks.py": f"from luigi.tools.range import {name}\nclass T({name}):\n    pass\n"}, "LK045")
        for name in ["RangeDaily", "RangeDailyBase", "RangeHourly", "RangeHourlyBase", "RangeByMinutes", "RangeByMinutesBase", "RangeMonthly"]
    },
    "luigi --module": (script("luigi --module tasks T --retcode-task-failed 1"), None),
    "python -m luigi": (script("python3 -m luigi --module tasks T --retcode-task-failed 1"), None),
    "luigi.run() by its main task": (
        body("pass") + "\nif __name__ == '__main__':\n    luigi.run(main_task_cls=T)\n", "LK112"),
    "flag of another task": (script("luigi --module tasks T --Load-limit 3"), "LK115"),
    "luigi.build()": (
        body("pass") + "\ndef main():\n    return luigi.build([T()], local_scheduler=True)\n", None),
    "luigi.build() whose result is ignored": (
        body("pass") + "\ndef main():\n    luigi.build([T()])\n", "LK112"),
    "several luigi.build()": (
        body("pass") + "\ndef main():\n    return luigi.build([T()]) and luigi.build([T()])\n", "LK113"),
    "luigi.build() at import": (body("pass") + "\nluigi.build([T()])\n", "LK106"),
    "--local-scheduler": (script("luigi --module tasks T --local-scheduler --retcode-task-failed 1"), None),
    "luigid": (script("luigid --background"), "LK033"),
    "--scheduler-host": (script("luigi --module tasks T --scheduler-host h"), "LK033"),
    "--scheduler-url": (script("luigi --module tasks T --scheduler-url h"), "LK033"),
    "--no-lock": (script("luigi --module tasks T --no-lock"), "LK033"),
    "--lock-pid-dir": (script("luigi --module tasks T --lock-pid-dir /tmp"), "LK033"),
    "--workers": (script("luigi --module tasks T --workers 4"), "LK114"),
    "--assistant": (script("luigi --module tasks T --assistant"), "LK114"),
    "parallel_scheduling": (script("luigi --module tasks T --parallel-scheduling"), "LK114"),
    "exit code 0 on failure": (script("luigi --module tasks T"), "LK112"),
    "[retcode]": (config("[retcode]\ntask_failed = 30\n"), "LK112"),
    "[core]": (config("[core]\nlog_level = INFO\n"), "LK033"),
    "logging.conf": (config("[loggers]\nkeys = root\n", "luigi_logging.conf"), "LK107"),
    "[scheduler]": (config("[scheduler]\nretry_delay = 1\n"), "LK033"),
    "[worker]": (config("[worker]\nkeep_alive = true\n"), "LK033"),
    **{f"[{s}]": (config(f"[{s}]\nx = 1\n"), "LK117") for s in ["email", "smtp", "sendgrid", "batch_notifier"]},
    "[resources]": (config("[resources]\ndb = 1\n"), "LK011"),
    **{f"[{s}]": (config(f"[{s}]\nx = 1\n"), "LK118")
       for s in ["task_history", "execution_summary", "cors", "metrics"]},
    **{f"[{s}]": (config(f"[{s}]\nx = 1\n"), "LK039")
       for s in ["spark", "hadoop", "hdfs", "hive", "s3", "postgres", "redshift", "mysql", "gcs", "bigquery", "kubernetes", "DEFAULT"]},
    "client.cfg": (config("[core]\nx = 1\n", "client.cfg"), "LK033"),
    "luigi.toml": (config("[T]\nlimit = 2\n", "luigi.toml"), "LK039"),
    "a section of nothing": (config("[Nothing]\nx = 1\n"), "LK119"),
    "an option that is no parameter": (config("[T]\nlimt = 1\n"), "LK120"),
    "a secret in the configuration": (config("[T]\npassword = hunter2\n"), "LK009"),
    "a secret that its section tells": (config("[ShopAPI]\nkey = hunter2\n"), "LK009"),
    "LUIGI_CONFIG_PATH": (script("export LUIGI_CONFIG_PATH=/etc/luigi.cfg"), "LK039"),
    "LUIGI_CONFIG_PARSER": (script("export LUIGI_CONFIG_PARSER=toml"), "LK039"),
    "add_config_path()": ("luigi.configuration.add_config_path('x.cfg')\n" + body("pass"), "LK039"),
    "get_config()": (
        run("out.write(luigi.configuration.get_config().get('shop', 'name'))"), "LK039"),
    "one run at a time by the scheduler": (script("luigid"), "LK033"),
    "resume by the existence of outputs": (body("pass"), "LK069"),
    "luigi-deps": (script("luigi-deps --module tasks T"), "LK108"),
    "luigi-deps-tree": (script("luigi-deps-tree --module tasks T"), "LK108"),
    "luigi-grep": (script("luigi-grep --prefix T"), "LK108"),
    "luigi.tools.deps": ("from luigi.tools import deps\nprint(deps.find_deps)\n" + body("pass"), "LK108"),
    "luigi.mypy": ("import luigi.mypy\n" + body("pass"), "LK108"),
    "work at import": ("import requests\nx = requests.get('u')\n" + body("pass"), "LK105"),
    "logging at import": ("import logging\nlogging.basicConfig()\n" + body("pass"), "LK107"),
    "secret in the source": (body("password = 'hunter2'"), "LK091"),
    "removed modules": ("import luigi.s3\n" + body("pass"), "LK087"),
    "notebook": ({"tasks.py": "import luigi\n" + body("pass"),
                  "n.ipynb": '{"cells": [{"cell_type": "code", "source": ["import luigi\\n"]}]}'}, "LK116"),
}  # fmt: skip

FRAMEWORKS = {
    "gokart": (base("gokart", "TaskOnKart"), "LK070"),
    "d6tflow": (base("d6tflow.tasks", "TaskPqPandas"), "LK071"),
    "law": (base("law", "LocalWorkflow"), "LK072"),
    "sciluigi": (base("sciluigi", "WorkflowTask"), "LK073"),
    "b2luigi": (base("b2luigi", "Task"), "LK074"),
    **{
        name: (base(name, "BaseTask"), "LK075")
        for name in [
            "luisy",
            "cls_luigi",
            "pycarol",
            "gluish",
            "luiti",
            "bioluigi",
            "redshells",
            "romitask",
            "mortar",
            "luigi_td",
            "kubeluigi",
            "faim_luigi",
        ]
    },
}

ROWS = {**PARAMETERS, **TASKS, **TARGETS, **CONTRIB, **RUNNING, **FRAMEWORKS}
