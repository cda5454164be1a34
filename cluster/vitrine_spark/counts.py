"""Counts over interactions, as jobs of Spark: products, popularity, pairs. `vitrine train` counts the same of a log."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from .perturbation import Floats, Perturbation

_DAY_MS = 24 * 60 * 60 * 1000


@dataclass
class CountedLog:
    """Interactions with products of the pack, in its rows."""

    #: `who`, `at`, `line`, `item`; a shopper's in one partition, in their order.
    rows: DataFrame
    #: Row `i` is `product_ids[i - 1]`.
    product_ids: list[str]
    #: Interactions.
    total: int
    #: Products that the log has.
    met: int
    timed: bool

    @property
    def items(self) -> int:
        """Rows of the pack."""
        return len(self.product_ids)


def count_products(interactions: DataFrame, timed: bool, perturbation: Perturbation) -> CountedLog:
    """Numbers the products as shoppers come to them, those that too few met left out."""
    first = F.min(F.struct('who', 'at', 'line')).alias('first')
    products = interactions.groupBy('product').agg(F.count_distinct('who').alias('shoppers'), first)
    met: Any = products.orderBy('first').select('product', 'shoppers').toPandas()
    told = met[perturbation.tells_products(met['shoppers'].to_numpy(np.int64))]
    product_ids = [str(one) for one in told['product']]
    numbers = pd.DataFrame({'product': product_ids, 'item': np.arange(1, len(product_ids) + 1, dtype=np.int32)})
    table = interactions.sparkSession.createDataFrame(numbers, 'product string, item int')
    numbered = interactions.join(table, 'product').select('who', 'at', 'line', 'item')
    rows = numbered.repartition('who').sortWithinPartitions('who', 'at', 'line').persist()
    return CountedLog(rows, product_ids, rows.count(), len(met), timed)


@dataclass
class Popularity:
    """How often each item was met. [items + 1]"""

    all_time: Floats
    recent: Floats
    #: The same in the latest parts of the log: [eras, items + 1]
    eras: Floats


def count_popularity(log: CountedLog, half_life: float, eras: Sequence[float]) -> Popularity:
    """Counts interactions with each item: all, with a half-life in days, and the latest share of all of each era."""
    size = log.items + 1
    spans = [share for share in eras if share < 1] if log.timed else []
    since = _smallest(log, [math.floor(log.total * (1 - share)) for share in spans])
    newest = (log.rows.agg(F.max('at')).collect()[0][0] or 0.0) if log.timed else 0.0
    age = (F.lit(float(newest)) - F.col('at')) / F.lit(float(_DAY_MS)) / F.lit(float(half_life))
    recent = F.pow(F.lit(0.5), age) if log.timed else F.lit(1.0)
    found: Any = (
        log.rows.groupBy('item')
        .agg(
            F.count(F.lit(1)).alias('all'),
            F.sum(recent).alias('recent'),
            *[F.count_if(F.col('at') >= F.lit(start)).alias(f'era{i}') for i, start in enumerate(since)],
        )
        .toPandas()
    )
    items = found['item'].to_numpy()

    def by_item(name: str) -> Floats:
        counts = np.zeros(size)
        counts[items] = found[name].to_numpy(np.float64)
        return counts

    counted = iter([by_item(f'era{i}') for i in range(len(since))])
    spread = [by_item('all') if share >= 1 else next(counted, np.zeros(size)) for share in eras]
    return Popularity(by_item('all'), by_item('recent'), np.stack(spread))


def _smallest(log: CountedLog, places: Sequence[int], column: str = 'at') -> list[float]:
    """The values at these places of a column in order, without sorting all of it: by width, then within one width."""
    if not places:
        return []
    least, most = log.rows.agg(F.min(column), F.max(column)).collect()[0]
    width = max((most - least) / 4096, 1e-9)
    bucket = F.floor((F.col(column) - F.lit(least)) / F.lit(width))
    sizes = {int(row[0]): int(row[1]) for row in log.rows.groupBy(bucket.alias('b')).count().collect()}
    found = []
    for place in places:
        before = 0
        for number in sorted(sizes):
            if before + sizes[number] > place:
                values = log.rows.filter(bucket == F.lit(number)).groupBy(column).count().orderBy(column)
                ahead = before
                for value, count in values.toLocalIterator():
                    ahead += count
                    if ahead > place:
                        found.append(float(value))
                        break
                break
            before += sizes[number]
    return found


@dataclass
class PairOptions:
    """How pairs are counted: the options of the section `rules`, and the least number of shoppers."""

    window: int
    distance_power: float
    backward: float
    top: int


def count_pairs(log: CountedLog, options: PairOptions, perturbation: Perturbation) -> pd.DataFrame:
    """The strongest pairs of each item: `tail`, `head`, `strength`, in order of tail, then of strength."""
    # In 24 bits, so that sums of them are exact in whatever order they are added.
    amounts = [float(np.float32(float(step) ** -options.distance_power)) for step in range(1, options.window + 1)]
    order = Window.partitionBy('who').orderBy('at', 'line')
    ahead = [F.lead('item', step).over(order) for step in range(1, options.window + 1)]
    steps = log.rows.select('who', F.col('item').alias('tail'), F.array(*ahead).alias('heads'))
    pairs = steps.select('who', 'tail', F.posexplode('heads').alias('step', 'head')).filter(F.col('head').isNotNull())
    amount = F.element_at(F.array(*map(F.lit, amounts)), F.col('step') + 1)
    onward = F.col('tail') <= F.col('head')
    pairs = pairs.select(
        'who',
        F.least('tail', 'head').alias('low'),
        F.greatest('tail', 'head').alias('high'),
        F.when(onward, amount).otherwise(F.lit(0.0)).alias('up'),
        F.when(onward, F.lit(0.0)).otherwise(amount).alias('down'),
    )
    sums = [F.sum('up').alias('up'), F.sum('down').alias('down')]
    if perturbation.changes:
        # A shopper's are in one partition: nothing is sent for this.
        pairs = pairs.groupBy('who', 'low', 'high').agg(*sums)
        shoppers = [
            F.count_if(F.col('up') > 0).alias('upward'),
            F.count_if(F.col('down') > 0).alias('downward'),
            F.count(F.lit(1)).alias('either'),
        ]
        counted = pairs.groupBy('low', 'high').agg(*sums, *shoppers)
    else:
        one = F.lit(1)
        counted = pairs.groupBy('low', 'high').agg(*sums)
        counted = counted.select('*', one.alias('upward'), one.alias('downward'), one.alias('either'))
    return _strongest(_both_ways(counted), options, perturbation)


def _both_ways(counted: DataFrame) -> DataFrame:
    """Each pair as a row of either item: what was counted after it, and before it."""
    same = F.col('low') == F.col('high')

    def way(tail: str, head: str, names: tuple[str, str, str, str]) -> Column:
        after, before, shoppers_after, shoppers_before = (F.col(name) for name in names)
        parts = {
            'tail': F.col(tail),
            'head': F.col(head),
            'after': after,
            'before': F.when(same, after).otherwise(before),
            'shoppers_after': shoppers_after,
            'shoppers_before': F.when(same, shoppers_after).otherwise(shoppers_before),
            'either': F.col('either'),
        }
        return F.struct(*[column.alias(name) for name, column in parts.items()])

    upward = way('low', 'high', ('up', 'down', 'upward', 'downward'))
    downward = way('high', 'low', ('down', 'up', 'downward', 'upward'))
    ways = F.when(same, F.array(upward)).otherwise(F.array(upward, downward))
    return counted.select(F.explode(ways).alias('way')).select('way.*')


def _strongest(pairs: DataFrame, options: PairOptions, perturbation: Perturbation) -> pd.DataFrame:
    tail, head, after, before = (F.col(name) for name in ('tail', 'head', 'after', 'before'))
    backward = F.lit(float(options.backward))
    if perturbation.changes:
        forward_key = F.concat_ws('>', tail, head)
        backward_key = F.concat_ws('>', head, tail)
        either_key = F.concat_ws('-', F.least('tail', 'head'), F.greatest('tail', 'head'))
        told = {
            'after': perturbation.tells_column(forward_key, F.col('shoppers_after')),
            'before': perturbation.tells_column(backward_key, F.col('shoppers_before')),
            'either': perturbation.tells_column(either_key, F.col('either')),
        }
        pairs = pairs.select('*', *[column.alias(f'tells_{name}') for name, column in told.items()])
        pairs = pairs.filter('tells_after OR tells_before OR tells_either')
        pairs = pairs.mapInPandas(
            _Noise(perturbation), f'{_FORM}, told_after double, told_before double, told_either double'
        )
        after, before, both = (F.col(f'told_{name}') for name in ('after', 'before', 'either'))
        weaker = (F.lit((1 + float(options.backward)) / 2)) * both
        strength = F.when((after > 0) | (before > 0), after + backward * before).otherwise(weaker)
    else:
        strength = after + backward * before
    rank = F.row_number().over(Window.partitionBy('tail').orderBy(F.desc('strength'), 'head'))
    kept = pairs.select('tail', 'head', strength.alias('strength')).filter(F.col('strength') > 0)
    best = kept.withColumn('rank', rank).filter(F.col('rank') <= options.top)
    return best.select('tail', 'head', 'strength').toPandas()


_FORM = 'tail int, head int'


class _Noise:
    """What each pair counts for, where it is told: with a factor that hides how many shoppers it comes from."""

    def __init__(self, perturbation: Perturbation) -> None:
        self.perturbation = perturbation

    def __call__(self, pieces: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for piece in pieces:
            amounts = {
                'after': (piece['after'], piece['shoppers_after']),
                'before': (piece['before'], piece['shoppers_before']),
                'either': (piece['after'] + piece['before'], piece['either']),
            }
            told: dict[str, Any] = {'tail': piece['tail'], 'head': piece['head']}
            for name, (amount, shoppers) in amounts.items():
                number: Floats = np.maximum(1, shoppers.to_numpy(np.float64))
                noisy = amount.to_numpy(np.float64) * self.perturbation.factors(number)
                told[f'told_{name}'] = np.where(piece[f'tells_{name}'].to_numpy(bool), noisy, 0.0)
            yield pd.DataFrame(told)


@dataclass
class Sequences:
    """What each shopper was interested in, one after the other: shopper `i` has `items[offsets[i]:offsets[i + 1]]`."""

    items: NDArray[np.int32]
    times: Floats
    offsets: NDArray[np.int64]


def collect_sequences(log: CountedLog, most: int) -> tuple[Sequences, bool]:
    """The sequences, of the latest interactions where there are more than so many; and whether that is all of them."""
    rows = log.rows
    whole = log.total <= most
    if not whole:
        column = 'at' if log.timed else 'line'
        [since] = _smallest(log, [log.total - most], column)
        rows = rows.filter(F.col(column) >= since)
    table: Any = rows.select('who', 'at', 'line', 'item').toPandas()
    order = np.lexsort((table['line'], table['at'], table['who']))
    who = table['who'].to_numpy()[order]
    starts = np.flatnonzero(np.concatenate(([True], who[1:] != who[:-1]))) if len(who) else np.zeros(0, dtype=np.int64)
    offsets = np.append(starts, len(who)).astype(np.int64)
    return Sequences(table['item'].to_numpy(np.int32)[order], table['at'].to_numpy(np.float64)[order], offsets), whole
