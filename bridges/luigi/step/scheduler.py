"""Dynamic dependencies: Luigi's local scheduler inside the step."""

from bridges.luigi.step.contract import StepError
from bridges.luigi.step.tasks import is_external


def run_scheduled(task):
    """The task and what its run() yields are done; its static requirements are not run again."""
    import luigi

    for required in task.deps():
        required.complete = lambda: True
    task.deps = list  # they ran in their own steps, and were checked before
    factory = _worker_factory()
    luigi.build(
        [task], worker_scheduler_factory=factory, local_scheduler=True, no_lock=True, workers=1
    )
    states = {}
    for entry in factory.worker._add_task_history:
        states[entry[0].task_id] = (entry[0], entry[1])
    problems = [_problem(t, state) for t, state in states.values() if state != "DONE"]
    if task.task_id not in states:
        problems.append("%s could not be scheduled" % task.task_id)
    if problems:
        raise StepError("Luigi's scheduler did not finish: %s" % "; ".join(sorted(problems)))


def _worker_factory():
    from luigi.interface import _WorkerSchedulerFactory

    class Factory(_WorkerSchedulerFactory):
        worker = None

        def create_worker(self, *args, **kwargs):
            self.worker = _WorkerSchedulerFactory.create_worker(self, *args, **kwargs)
            # A worker that is kept alive waits for missing data for ever; the step fails instead.
            self.worker._config.keep_alive = False
            return self.worker

    return Factory()


def _problem(task, state):
    if state == "PENDING":
        return "%s %s" % (
            task.task_id,
            "is missing (external)" if is_external(task) else "not run",
        )
    return "%s %s" % (task.task_id, state.lower())
