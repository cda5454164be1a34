"""Counts → sections of a pack. Each is what the file of its name in `src/trainer/fit` writes of the same counts."""

from typing import Any

import numpy as np
import pandas as pd
from pyspark import SparkContext

from .counts import CountedLog, PairOptions, Popularity, collect_sequences, count_pairs
from .pack import Section, Tensor, item_rows
from .perturbation import Floats, Perturbation
from .schemas import schema
from .windows import cut_windows

#: The latest interactions that windows are cut from, at most: a page loads them all.
_MOST_IN_WINDOWS = 10_000_000


def rules_section(log: CountedLog, options: dict[str, Any], met: Floats, perturbation: Perturbation) -> Section:
    """Sequential rules. `met`: interactions with each item."""
    counted = PairOptions(options['window'], options['distancePower'], options['backward'], options['top'])
    pairs = count_pairs(log, counted, perturbation)
    tails, heads, weights, scales = _pair_rows(pairs, log.items, met ** options['rowPower'])
    offsets = np.searchsorted(tails, np.arange(log.items + 2)).astype(np.uint32)
    tensors: dict[str, Tensor] = {
        'offsets': offsets,
        'items': item_rows(heads, log.items),
        'weights': weights.astype(np.uint8),
        'scales': scales.astype(np.float32),
    }
    return Section(options, tensors)


def _pair_rows(pairs: pd.DataFrame, items: int, divisors: Floats) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Weights are rounded to 1/255 of the strongest of the item; none to 0."""
    tail, head = pairs['tail'].to_numpy(np.int64), pairs['head'].to_numpy(np.int64)
    order = np.lexsort((head, tail))
    tail, head, strength = tail[order], head[order], pairs['strength'].to_numpy(np.float64)[order]
    strongest = np.zeros(items + 1)
    np.maximum.at(strongest, tail, strength)
    scales = strongest / 255
    weights = np.maximum(1, np.floor(strength / scales[tail] + 0.5))
    return tail, head, weights, np.divide(scales, divisors, out=np.zeros(items + 1), where=divisors > 0)


def knn_section(
    context: SparkContext, log: CountedLog, options: dict[str, Any], perturbation: Perturbation
) -> tuple[Section, bool]:
    """The session sample, the oldest window first where times are known; and whether it is of the whole log."""
    sequences, whole = collect_sequences(log, _MOST_IN_WINDOWS)
    length = schema('options')['counting']['windowLength']
    windows = cut_windows(context, sequences, length, perturbation)
    count = len(windows.ends)
    # Without times the order would be that of the shoppers: it is drawn.
    order = (
        np.argsort(sequences.times[windows.ends - 1], kind='stable')
        if log.timed
        else np.random.default_rng(0).permutation(count)
    )
    sizes = np.diff(windows.offsets)[order]
    offsets = np.concatenate(([0], np.cumsum(sizes)))
    places = np.arange(offsets[-1]) - np.repeat(offsets[:-1] - windows.offsets[:-1][order], sizes)
    items = item_rows(windows.items[places], log.items)
    return Section(options, {'items': items, 'offsets': offsets.astype(np.uint32)}), whole


def popular_section(counts: Popularity, options: dict[str, Any], timed: bool, perturbation: Perturbation) -> Section:
    """Popularity, all-time and recent."""
    all_time = perturbation.perturb(counts.all_time)
    recent = perturbation.perturb(counts.recent) if timed else all_time
    return Section(options, {'allTime': _scaled(all_time), 'recent': _scaled(recent)})


def _scaled(counts: Floats) -> Tensor:
    largest = counts.max(initial=0)
    if largest == 0:
        return np.zeros(len(counts), dtype=np.uint16)
    steps = np.maximum(1, np.floor(counts / largest * 65_535 + 0.5))
    return np.where(counts == 0, 0, steps).astype(np.uint16)


def ranker_section(learned: Section, counts: Popularity, perturbation: Perturbation) -> Section:
    """The ranker as it was learned, with the popularity of this log."""
    steps = schema('options')['counting']['logSteps']
    eras = np.stack([perturbation.perturb(era) for era in counts.eras])
    logs = np.minimum(255, np.floor(steps * np.log1p(eras) + 0.5)).astype(np.uint8)
    return Section(learned.options, {**learned.tensors, 'popularity': logs})
