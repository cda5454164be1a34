"""Events → what shoppers were interested in, read as the page reads a history: `src/engine/storage/interests.ts`."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from .event_log import COUNTING, EventLog, LogReport
from .schemas import schema

_FORM = 'who long, at double, line long, shopper string, product string, name string'


def read_interests(log: EventLog) -> tuple[DataFrame, LogReport]:
    """Interactions that count: `who` (a shopper's number, which rises as shoppers first come), `at`, `line`, `shopper`,
    `product`, `name`. A shopper's are in order of `at`, then of `line`.
    """
    events = log.events.persist()
    odd = _odd_shopper(events)
    report = log.report()
    if odd is not None:
        name, rows, most, remark = odd
        report.remarks.append(remark)
        report.refused[f'of {name[:60]}, who has a large share of all rows'] = rows - most
        latest = Window.partitionBy('shopper').orderBy(F.desc('at'), F.desc('line'))
        theirs = events.filter(F.col('shopper') == name)
        theirs = theirs.withColumn('_back', F.row_number().over(latest)).filter(F.col('_back') <= most).drop('_back')
        events = events.filter(F.col('shopper') != name).unionByName(theirs)
    numbered = events.withColumn('who', F.min('line').over(Window.partitionBy('shopper')))
    if log.dismissals() == 0:
        return _runs(numbered), report
    changing = numbered.filter(F.col('name') == 'dismiss').select('shopper').distinct()
    plain = _runs(numbered.join(changing, 'shopper', 'left_anti'))
    replayed = numbered.join(changing, 'shopper', 'left_semi').groupBy('who').applyInPandas(_replay, _FORM)
    return plain.unionByName(replayed), report


def _runs(events: DataFrame) -> DataFrame:
    """Of a run of interactions with one product the last: they tell of it once."""
    order = Window.partitionBy('shopper').orderBy('at', 'line')
    following = F.lead('product').over(order)
    counting = events.filter(F.col('name').isin(*COUNTING)).withColumn('_next', following)
    last = F.col('_next').isNull() | (F.col('_next') != F.col('product'))
    return counting.filter(last).select('who', 'at', 'line', 'shopper', 'product', 'name')


def _replay(events: pd.DataFrame) -> pd.DataFrame:
    """The same of one shopper who dismissed products, which takes earlier interest back."""
    kept: list[dict[str, Any]] = []
    for event in _rows(events.sort_values(['at', 'line'], kind='stable')):
        if event['name'] == 'dismiss':
            kept = [one for one in kept if one['product'] != event['product']]
        elif event['name'] in COUNTING:
            if kept and kept[-1]['product'] == event['product']:
                kept.pop()
            kept.append(event)
    columns = ['who', 'at', 'line', 'shopper', 'product', 'name']
    return pd.DataFrame(kept, columns=columns)


def _rows(events: pd.DataFrame) -> Iterator[dict[str, Any]]:
    return iter(events.to_dict('records'))


def _odd_shopper(events: DataFrame) -> tuple[str, int, int, str] | None:
    """One shopper with a large share of all rows, several times that of any other: a bot, a test, or a placeholder.

    Their id, their rows, how many of these count, and what to say of it.
    """
    limits = schema('options')['counting']['oddShopper']
    rows = events.groupBy('shopper').agg(F.count(F.lit(1)).alias('rows'), F.min('line').alias('first'))
    found = rows.orderBy(F.desc('rows'), 'first').limit(2).collect()
    total = rows.agg(F.sum('rows'), F.count(F.lit(1))).collect()[0]
    if len(found) == 0:
        return None
    name, own = str(found[0].shopper), int(found[0].rows)
    following = int(found[1].rows) if len(found) > 1 else 0
    if total[1] < limits['fewestShoppers'] or own < limits['largeShare'] * total[0]:
        return None
    if own < limits['timesTheNext'] * following:
        return None
    placeholder = name in ('0', '0.0', '-1')
    how = (
        'is taken for a placeholder'
        if placeholder
        else f'may be a bot, a test or a placeholder: the latest {following} count'
    )
    remark = f'One shopper, {name[:60]}, has {round(own / total[0] * 100)} % of the rows and {how}.'
    return name, own, 0 if placeholder else following, remark
