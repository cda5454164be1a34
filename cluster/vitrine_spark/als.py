"""Matrix factorisation by MLlib: vectors of products, from who met what."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyspark.ml.recommendation import ALS
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .counts import CountedLog

#: Rounds where nobody says how many: factors of implicit feedback level off after about ten.
ROUNDS = 12


def fit_als(log: CountedLog, options: dict[str, Any], rounds: int, seed: int) -> NDArray[np.float32]:
    """Vectors of the items, by the trainer's options of `als`. Row `i` is item `i + 1`; zeros where MLlib has none.

    MLlib weighs what was met `1 + alpha` against 1, where the trainer weighs what was not `unobserved` against 1.
    """
    pairs = _numbered(log.rows.select('who', 'item').distinct())
    unobserved = float(options['unobserved'])
    model = ALS(
        rank=int(options['width']),
        maxIter=rounds,
        implicitPrefs=True,
        alpha=1 / unobserved - 1,
        regParam=float(options['ridge']) / unobserved,
        userCol='visitor',
        itemCol='item',
        ratingCol='met',
        seed=seed,
    ).fit(pairs)
    found: Any = model.itemFactors.toPandas()
    vectors = np.zeros((log.items, int(options['width'])), dtype=np.float32)
    vectors[found['id'].to_numpy() - 1] = np.stack(found['features'].to_numpy()) if len(found) else 0
    pairs.unpersist()
    return vectors


def _numbered(pairs: DataFrame) -> DataFrame:
    """MLlib takes numbers of 32 bits: visitors are counted up, partition by partition."""
    visitors = pairs.select('who').distinct().withColumn('_part', F.spark_partition_id())
    visitors = visitors.withColumn('_place', F.monotonically_increasing_id() % F.lit(1 << 33)).persist()
    sizes = sorted((int(row[0]), int(row[1])) for row in visitors.groupBy('_part').count().collect())
    starts, before = [], 0
    for part, size in sizes:
        starts.append((part, before))
        before += size
    table = pairs.sparkSession.createDataFrame(starts or [(0, 0)], '_part int, _start long')
    visitor = (F.col('_start') + F.col('_place')).cast('int').alias('visitor')
    numbered = visitors.join(F.broadcast(table), '_part').select('who', visitor)
    return pairs.join(numbered, 'who').select('visitor', 'item', F.lit(1.0).cast('float').alias('met')).persist()
