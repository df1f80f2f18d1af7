"""Targets: path or URI, format, and whether they exist."""

import re

from migrate.luigi.capture.errors import RAISED, quietly
from migrate.luigi.capture.text import TEXT_TYPES, dotted, text_of, without_addresses


def describe_target(target, own_targets):
    cls = type(target)
    found = {
        "class_name": dotted(cls),
        "bases": [dotted(k) for k in cls.__mro__ if k is not object],
        "path": "",
        "uri": "",
        "format": "",
        "exists": None,
        "error": "",
        "local_io": None,
    }
    try:
        path = getattr(target, "path", None)
        found["path"] = "" if path is None or callable(path) else text_of(path)
        found["uri"] = target_uri(target, found["path"])
        found["format"] = format_name(getattr(target, "format", None))
        if not found["path"] and not found["uri"]:
            found["local_io"] = own_targets.local_io(target)
            found["path"] = opened_path(target, found["local_io"])
        if is_local(target) or (found["path"] and found["local_io"]):
            found["exists"] = bool(target.exists())
    except RAISED as error:
        found["error"] = "%s: %s" % (type(error).__name__, without_addresses(text_of(error)))
    return found


def opened_path(target, local_io):
    """The file that ``open(self.name)`` opens, where an attribute says it; else the empty text."""
    match = re.search(r"\(self\.(\w+)\)$", local_io["detail"]) if local_io else None
    value = quietly(getattr, target, match.group(1)) if match else None
    is_path = isinstance(value, TEXT_TYPES) or hasattr(value, "__fspath__")
    return text_of(value) if is_path else ""


def class_names(thing):
    return [k.__name__ for k in type(thing).__mro__]


def is_local(target):
    """True where exists() asks the local disk or this process, never a network."""
    names = class_names(target)
    if "://" in text_of(quietly(getattr, target, "path") or ""):
        return False
    if "LocalTarget" in names or "MockTarget" in names or "MockFile" in names:
        return True
    if "FileSystemTarget" not in names:
        return False
    system = class_names(quietly(getattr, target, "fs"))
    return "LocalFileSystem" in system or "MockFileSystem" in system


# Scheme by the name of a class in the target's MRO, for targets that are no file.
DATABASES = (
    ("PostgresTarget", "postgresql"),
    ("RedshiftTarget", "redshift"),
    ("MySqlTarget", "mysql"),
    ("MSSqlTarget", "mssql"),
    ("MongoTarget", "mongodb"),
    ("ElasticsearchTarget", "elasticsearch"),
)


def target_uri(target, path):
    """A URI for what is not on the local disk, without user and password; else the empty text."""
    names = class_names(target)
    if "://" in path:
        return path
    if path and any(n in ("HdfsTarget", "WebHdfsTarget", "HdfsFlagTarget") for n in names):
        return "hdfs://" + path
    if path and "RemoteTarget" in names:
        system = getattr(target, "fs", None)
        host = getattr(getattr(system, "remote_context", system), "host", None)
        return "ssh://%s%s" % (host, path) if host else ""
    for name, scheme in DATABASES:
        if name in names:
            parts = [getattr(target, a, None) for a in ("host", "database", "table", "index")]
            return "%s://%s" % (scheme, "/".join(text_of(p) for p in parts if p))
    if "SQLAlchemyTarget" in names:
        without_user = re.sub(r"://[^@/]*@", "://", text_of(target.connection_string))
        return "%s#%s" % (without_user, getattr(target, "target_table", ""))
    table = getattr(target, "table", None)
    if "BigQueryTarget" in names or "BigqueryTarget" in names:
        return "bq://%s.%s.%s" % (table.project_id, table.dataset_id, table.table_id)
    if "HiveTableTarget" in names or "HivePartitionTarget" in names:
        return "hive://%s/%s" % (getattr(target, "database", "default"), table)
    return ""


def format_name(chosen):
    """The name Luigi's format module gives a format: ``UTF8``, ``Nop``, ``Gzip`` ..."""
    if chosen is None:
        return ""
    from luigi import format as formats

    for name, value in sorted(vars(formats).items()):
        if value is chosen and not name.startswith("_"):
            return name
    parts = getattr(chosen, "args", None)
    if type(chosen).__name__ == "ChainFormat" and parts:
        return "%s(%s)" % (type(chosen).__name__, ", ".join(format_name(p) for p in parts))
    return type(chosen).__name__
