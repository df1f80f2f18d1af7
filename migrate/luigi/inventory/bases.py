"""What the classes are that a repository inherits from, by their dotted names.

``Known.kind`` says what a subclass is; ``Known.feature`` is a key of the feature table where the
base brings a way of working with it (Spark, a database, a batch system, another framework).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from migrate.luigi.inventory.words import words

TASK, EXTERNAL, WRAPPER, CONFIG = "task", "external", "wrapper", "config"
TARGET, PARAMETER, OTHER = "target", "parameter", "other"


@dataclass(frozen=True, slots=True)
class Known:
    """A base class of a library."""

    kind: str
    feature: str = ""


CORE: Mapping[str, Known] = MappingProxyType(
    {
        "Task": Known(TASK),
        "ExternalTask": Known(EXTERNAL),
        "WrapperTask": Known(WRAPPER),
        "Config": Known(CONFIG),
        "Target": Known(TARGET, "custom_target"),
        "FileSystemTarget": Known(TARGET, "custom_target"),
        "LocalTarget": Known(TARGET, "local_target_subclass"),
        "File": Known(TARGET, "local_target_subclass"),
        "AtomicLocalFile": Known(OTHER),
        "FileSystem": Known(OTHER),
        "Register": Known(OTHER, "register"),
        "MixinNaiveBulkComplete": Known(OTHER, "bulk_complete"),
        "MockTarget": Known(TARGET, "memory_target"),
        "MockFile": Known(TARGET, "memory_target"),
        "Format": Known(OTHER),
        "TextFormat": Known(OTHER),
    }
)
"""By the last part of a name that starts with ``luigi.``."""

CONTRIB: Mapping[str, str] = MappingProxyType(
    {
        "external_program": "external_program",
        "spark": "spark",
        **dict.fromkeys(["hadoop", "hadoop_jar", "scalding", "pig", "hive", "mrrunner"], "hadoop"),
        "docker_runner": "docker",
        "kubernetes": "kubernetes",
        **dict.fromkeys(["batch", "ecs"], "aws_batch"),
        **dict.fromkeys(["sge", "lsf"], "hpc"),
        **dict.fromkeys(
            ["beam_dataflow", "dataproc", "bigquery", "bigquery_avro", "gcp"], "gcp_job"
        ),
        **dict.fromkeys(
            ["rdbms", "postgres", "mysqldb", "mssqldb", "redshift", "sqla"], "database"
        ),
        **dict.fromkeys(["presto"], "database"),
        **dict.fromkeys(
            words(
                "esindex sparkey salesforce pai dropbox ftp mongodb redis_store webhdfs ssh "
                "opener azureblob"
            ),
            "other_contrib",
        ),
        "external_daily_snapshot": "daily_snapshot",
        "simulate": "run_anyway",
        "s3": "other_contrib",
        "gcs": "other_contrib",
        "hdfs": "other_contrib",
    }
)
"""Modules of ``luigi.contrib`` (once ``luigi`` itself): the feature of a task from there."""

FRAMEWORKS: Mapping[str, str] = MappingProxyType(
    {
        "gokart": "gokart",
        "d6tflow": "d6tflow",
        "law": "law",
        "sciluigi": "sciluigi",
        "b2luigi": "b2luigi",
        **dict.fromkeys(
            words(
                "luisy cls_luigi pycarol gluish luiti luigi_td bioluigi redshells romitask mortar "
                "kubeluigi faim_luigi luigi_gcloud ratatosk pipecutter luigi_monitor luigiext "
                "exasol_integration_test_docker_environment luigi_extension ulmo_luigi"
            ),
            "other_framework",
        ),
    }
)
"""Packages on top of Luigi."""

_FRAMEWORK_OTHERS = frozenset(
    {"law.Config", "law.contrib", "gokart.file_processor", "law.logger", "law.NotifyParameter"}
)
_RANGES = "luigi.tools.range."


@cache
def known(dotted: str) -> Known | None:
    """What a library's class is; None for names that no table has."""
    if dotted.startswith(_RANGES):
        return Known(WRAPPER, "range")
    top, _, rest = dotted.partition(".")
    if top == "luigi" and rest:
        return _luigis(rest)
    if top in FRAMEWORKS and rest:
        return _frameworks(top, dotted)
    return None


def _luigis(rest: str) -> Known | None:
    parts = rest.split(".")
    last = parts[-1]
    module = parts[1] if parts[0] == "contrib" and len(parts) > 1 else parts[0]
    if last.endswith("Parameter"):
        return Known(PARAMETER)
    if module in CONTRIB and len(parts) > 1:
        return _contrib(module, last)
    return CORE.get(last)


def _contrib(module: str, last: str) -> Known:
    if last.endswith("Target"):
        return Known(TARGET, target_feature(f"luigi.contrib.{module}.{last}") or "custom_target")
    if last.endswith(("Client", "Runner", "FileSystem", "Context", "Format", "Error", "Exception")):
        return Known(OTHER)
    if last.startswith("External") and module in {"hive", "bigquery"}:
        return Known(EXTERNAL, CONTRIB[module])
    if last in {"config", "hdfs", "hadoop", "sge"} or last.endswith("Config"):
        return Known(CONFIG)
    if last in {"S3PathTask", "S3EmrTask", "S3FlagTask", "GCSTask"}:
        return Known(EXTERNAL, "")
    return Known(TASK, CONTRIB[module])


def _frameworks(top: str, dotted: str) -> Known | None:
    last = dotted.rpartition(".")[2]
    if last.endswith("Parameter"):
        return Known(PARAMETER)
    if last.endswith(("Target", "TargetCollection")):
        return Known(TARGET, "custom_target")
    if (
        not last[:1].isupper()
        or dotted in _FRAMEWORK_OTHERS
        or last.endswith(("Error", "Exception"))
    ):
        return None
    if last.startswith("External"):
        return Known(EXTERNAL, FRAMEWORKS[top])
    if last in {"WrapperTask", "WorkflowTask"}:
        return Known(WRAPPER if last == "WrapperTask" else TASK, FRAMEWORKS[top])
    if last == "Config":
        return Known(CONFIG)
    is_task = last.endswith(("Task", "Workflow", "Tasks", "OnKart")) or last.startswith("Task")
    return Known(TASK, FRAMEWORKS[top]) if is_task else None


TARGETS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(["LocalTarget", "LocalFileTarget"], "local_target"),
        "File": "local_target",
        **dict.fromkeys(
            ["MockTarget", "MockFile", "InMemoryTarget", "CacheTarget"], "memory_target"
        ),
        **dict.fromkeys(
            ["S3Target", "S3FlagTarget", "S3EmrTarget", "AtomicS3File"], "fetched_store"
        ),
        **dict.fromkeys(["GCSTarget", "GCSFlagTarget"], "fetched_store"),
        **dict.fromkeys(
            ["HdfsTarget", "HdfsFlagTarget", "WebHdfsTarget", "HdfsAtomicTarget"], "store"
        ),
        **dict.fromkeys(
            ["AzureBlobTarget", "DropboxTarget", "RemoteTarget", "OpenerTarget"], "store"
        ),
        **dict.fromkeys(["PostgresTarget", "MySqlTarget", "MSSqlTarget"], "table_target"),
        **dict.fromkeys(["RedshiftTarget", "PrestoTarget", "SQLAlchemyTarget"], "table_target"),
        **dict.fromkeys(["BigQueryTarget", "BigqueryTarget", "HiveTableTarget"], "table_target"),
        **dict.fromkeys(["HivePartitionTarget", "ElasticsearchTarget", "EsTarget"], "table_target"),
        **dict.fromkeys(["MongoCellTarget", "MongoRangeTarget", "MongoTarget"], "table_target"),
        **dict.fromkeys(
            ["MongoCountTarget", "MongoCollectionTarget", "RedisTarget"], "table_target"
        ),
        "RunAnywayTarget": "run_anyway",
    }
)
"""Target classes by the last part of their names, where that part says it all."""


def target_feature(dotted: str) -> str:
    """The feature of constructing this library target; empty where it is not known."""
    top, _, rest = dotted.partition(".")
    last = rest.rpartition(".")[2] or top
    if top == "luigi" or top in FRAMEWORKS:
        return TARGETS.get(last, "custom_target" if last.endswith("Target") else "")
    return ""


PARAMETERS: frozenset[str] = frozenset(
    words(
        "Parameter StrParameter IntParameter FloatParameter BoolParameter "
        "NumericalParameter ChoiceParameter ChoiceListParameter EnumParameter "
        "EnumListParameter DateParameter DateHourParameter DateMinuteParameter "
        "DateSecondParameter MonthParameter YearParameter DateIntervalParameter "
        "TimeDeltaParameter ListParameter TupleParameter DictParameter PathParameter "
        "OptionalParameter OptionalStrParameter OptionalIntParameter "
        "OptionalFloatParameter OptionalBoolParameter OptionalNumericalParameter "
        "OptionalPathParameter OptionalDictParameter OptionalListParameter "
        "OptionalTupleParameter OptionalChoiceParameter TaskParameter BooleanParameter"
    )
)
"""Luigi's own parameter types; they travel as Luigi's own text."""
