"""Windows: cut as the trainer cuts them, and of a published pack only what enough shoppers met."""

import numpy as np
import pytest
from pyspark.sql import SparkSession

from vitrine_spark.counts import Sequences
from vitrine_spark.perturbation import Perturbation
from vitrine_spark.windows import cut_windows


def sequences_of(lists: list[list[int]]) -> Sequences:
    items = np.array([item for one in lists for item in one], dtype=np.int32)
    offsets = np.concatenate(([0], np.cumsum([len(one) for one in lists]))).astype(np.int64)
    return Sequences(items, np.zeros(len(items)), offsets)


@pytest.mark.short
def test_a_long_sequence_is_cut_evenly(spark: SparkSession) -> None:
    windows = cut_windows(spark.sparkContext, sequences_of([list(range(1, 46)), [7], [8, 9]]), 20, Perturbation(1))
    assert np.diff(windows.offsets).tolist() == [15, 15, 15, 2]
    assert windows.ends.tolist() == [15, 30, 45, 48]
    assert windows.items.tolist() == [*range(1, 46), 8, 9]


@pytest.mark.parametrize('least', [2, 3])
def test_each_window_was_met_in_its_order_by_enough_shoppers(spark: SparkSession, least: int) -> None:
    random = np.random.default_rng(least)
    lists = [random.integers(1, 6, size=random.integers(1, 9)).tolist() for _ in range(120)]
    windows = cut_windows(spark.sparkContext, sequences_of(lists), 20, Perturbation(least))
    cut = [windows.items[a:b].tolist() for a, b in zip(windows.offsets, windows.offsets[1:], strict=False)]
    assert len(cut) > 50
    assert max(map(len, cut)) > 2
    for window in cut:
        assert sum(_has(one, window) for one in lists) >= least


def _has(sequence: list[int], run: list[int]) -> bool:
    following = iter(sequence)
    return all(item in following for item in run)
