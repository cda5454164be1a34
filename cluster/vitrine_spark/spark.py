"""The Spark session that a command runs in."""

import os
import shutil
import sys

from pyspark.sql import SparkSession

from .errors import VitrineError


def open_spark(master: str | None, settings: dict[str, str]) -> SparkSession:
    """The session of a running cluster, or a new one.

    `master`: where the cluster is; `None` leaves it to `spark-submit`, and is `local[*]` without it.
    `settings`: Spark's own, by name. Raises VitrineError `no-java` where there is none.
    """
    java = os.environ.get('JAVA_HOME')
    if shutil.which('java') is None and not (java and os.access(f'{java}/bin/java', os.X_OK)):
        raise VitrineError(
            'no-java',
            'Spark runs on Java, and there is none.',
            'Install Java 17 or newer, and put java on the PATH or name its folder in JAVA_HOME.',
        )
    if master is None or master.startswith('local'):
        # Workers on this machine are to have the packages of this Python.
        os.environ.setdefault('PYSPARK_PYTHON', sys.executable)
        # Spark's own 200 are for a cluster.
        settings = {'spark.sql.shuffle.partitions': str(2 * (os.cpu_count() or 1)), **settings}
    builder = SparkSession.builder.appName('vitrine-spark').config('spark.sql.session.timeZone', 'UTC')
    if master is not None:
        builder = builder.master(master)
    # On a busy machine a worker of Python takes longer to start than the 15 seconds that Spark gives it.
    defaults = {'spark.ui.showConsoleProgress': 'true', 'spark.python.authenticate.socketTimeout': '10m'}
    for name, value in {**defaults, **settings}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as cause:
        raise VitrineError(
            'no-spark',
            f'Spark did not start: {str(cause).splitlines()[0]}',
            'Its messages above say why: a Java older than 17, a master that cannot be reached, or too little memory.',
        ) from cause
    session.sparkContext.setLogLevel('ERROR')
    return session
