"""What the tests share: one Spark for all of them, and the shop of the golden packs."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from vitrine_spark.choices import Trainer
from vitrine_spark.spark import open_spark

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / 'src/pack/golden'
COMMAND = os.environ.get('VITRINE', f'node {ROOT}/dist/cli/vitrine.js')
#: Small inputs need few partitions, and no compiled queries: compiling would take longer than all else.
SETTINGS = {
    'spark.ui.enabled': 'false',
    'spark.ui.showConsoleProgress': 'false',
    'spark.sql.shuffle.partitions': '2',
    'spark.sql.adaptive.enabled': 'false',
    'spark.sql.codegen.wholeStage': 'false',
    'spark.sql.codegen.factoryMode': 'NO_CODEGEN',
    'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1',
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption('--long', action='store_true', help='also what needs minutes, or several processes')
    parser.addoption('--short', action='store_true', help='of what needs Spark, the marked tests alone')


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if 'long' in item.keywords and not config.getoption('--long'):
            item.add_marker(pytest.mark.skip(reason='long'))
        elif config.getoption('--short') and 'spark' in item.fixturenames and 'short' not in item.keywords:  # type: ignore[attr-defined]
            item.add_marker(pytest.mark.skip(reason='needs Spark'))


@pytest.fixture(scope='session')
def spark() -> Iterator[SparkSession]:
    session = open_spark('local[2]', {**SETTINGS, 'spark.driver.memory': '1g'})
    yield session
    session.stop()


@pytest.fixture(scope='session')
def trainer() -> Trainer:
    found = Trainer(COMMAND)
    built = 'VITRINE' in os.environ or (ROOT / 'dist/cli/vitrine.js').exists()
    if not found.is_there or not built or shutil.which('node') is None:
        pytest.skip('the command line is not built: npm run build')
    return found
