import luigi


class Lost(luigi.Task)
    pass
