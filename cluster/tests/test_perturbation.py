"""What is changed at random: how much, and where."""

import numpy as np
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from vitrine_spark.perturbation import Perturbation, discrete_gaussian


def test_noise_is_gaussian() -> None:
    for deviation in (4, 32):
        drawn = discrete_gaussian(deviation, 200_000)
        assert abs(drawn.mean()) < 5 * deviation / np.sqrt(len(drawn))
        assert abs(drawn.std() / deviation - 1) < 0.02
        assert drawn.dtype.kind == 'i'


def test_a_private_pack_is_left_as_it_is() -> None:
    perturbation = Perturbation(1)
    counts = np.array([0.0, 1.0, 7.0])
    np.testing.assert_array_equal(perturbation.perturb(counts), counts)
    assert perturbation.tells('1>2', 1)


def test_thresholds_spread_from_the_least_number_on() -> None:
    perturbation = Perturbation(5)
    told = {count: sum(perturbation.tells(f'{i}>1', count) for i in range(2000)) for count in (4, 5, 9, 14)}
    assert told[4] == 0
    assert 100 < told[5] < 320
    assert 850 < told[9] < 1150
    assert told[14] == 2000
    met = perturbation.tells_products(np.repeat([4, 5, 6, 7], 3000))
    shares = met.reshape(4, 3000).mean(axis=1)
    assert shares[0] == 0
    assert 0.27 < shares[1] < 0.4
    assert shares[3] == 1


def test_workers_and_tables_have_the_same_thresholds(spark: SparkSession) -> None:
    perturbation = Perturbation(3)
    rows = [(f'{i}>{i + 1}', count) for i in range(200) for count in (2, 3, 5, 8)]
    table = spark.createDataFrame(rows, 'key string, shoppers int')
    found = table.select('key', 'shoppers', perturbation.tells_column(F.col('key'), F.col('shoppers')).alias('told'))
    assert all(row.told == perturbation.tells(row.key, row.shoppers) for row in found.collect())


def test_noise_hides_the_order_of_rare_products_only() -> None:
    counts = np.array([0.0, 20.0, 40.0, 10_000.0, 20_000.0])
    noisy = Perturbation(5).perturb(counts)
    assert noisy[0] == 0
    assert (noisy >= 0).all()
    assert noisy[4] > noisy[3] > 9_000
