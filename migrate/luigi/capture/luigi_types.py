"""Luigi's own classes and version, asked in the way each version of Luigi knows."""

import inspect


def is_task_class(value):
    import luigi

    return inspect.isclass(value) and issubclass(value, luigi.Task)


def is_target_class(value):
    import luigi

    return inspect.isclass(value) and issubclass(value, luigi.Target)


def is_parameter(value):
    import luigi

    return isinstance(value, luigi.Parameter)


def family_of(cls):
    get = getattr(cls, "get_task_family", None)
    return get() if get else cls.task_family


def luigi_version():
    import luigi

    version = getattr(luigi, "__version__", None)
    if version:
        return str(version)
    try:
        import pkg_resources

        return pkg_resources.get_distribution("luigi").version
    except Exception:
        return "unknown"
