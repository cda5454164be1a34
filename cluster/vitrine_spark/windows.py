"""The session sample: sequences cut into short windows, so that a pack does not show who went on where.

The same windows as `src/trainer/fit/session-windows.ts` cuts.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from pyspark import SparkContext

from .counts import Sequences
from .perturbation import Perturbation

Ints = NDArray[np.int64]
#: Ends of runs that are remembered by a worker, in all: 400 MB.
_MOST_REMEMBERED = 50_000_000


@dataclass
class Windows:
    """Windows of items, and the index in the sequences after the last item of each."""

    items: NDArray[np.int32]
    offsets: Ints
    ends: Ints


def cut_windows(context: SparkContext, sequences: Sequences, length: int, perturbation: Perturbation) -> Windows:
    """Windows of at most `length` items; where little may be told, each was met in its order by enough shoppers."""
    if not perturbation.changes:
        return _windows(sequences, list(_even_parts(sequences, length)))
    runs = context.broadcast(sequences)
    shoppers = len(sequences.offsets) - 1
    pieces = max(1, min(shoppers, 4 * context.defaultParallelism))
    spans = [(shoppers * i // pieces, shoppers * (i + 1) // pieces) for i in range(pieces)]

    def cut(spans: Iterator[tuple[int, int]], length: int, perturbation: Perturbation) -> Iterator[tuple[int, int]]:
        known = runs.value
        shared = _SharedRuns(known, perturbation)
        for first, last in spans:
            for shopper in range(first, last):
                start, end = int(known.offsets[shopper]), int(known.offsets[shopper + 1])
                while start < end:
                    size = max(1, shared.length(start, min(end, start + length)))
                    if size > 1:
                        yield start, start + size
                    start += size

    found = context.parallelize(spans, pieces).mapPartitions(partial(cut, length=length, perturbation=perturbation))
    cuts = found.collect()
    runs.destroy()
    return _windows(sequences, cuts)


def _even_parts(sequences: Sequences, length: int) -> Iterator[tuple[int, int]]:
    offsets = sequences.offsets.tolist()
    for start, end in itertools.pairwise(offsets):
        while start < end:
            parts = math.ceil((end - start) / length)
            size = math.ceil((end - start) / parts)
            if size > 1:
                yield start, start + size
            start += size


def _windows(sequences: Sequences, cuts: list[tuple[int, int]]) -> Windows:
    bounds = np.array(cuts, dtype=np.int64).reshape(-1, 2)
    sizes = bounds[:, 1] - bounds[:, 0]
    offsets = np.concatenate(([0], np.cumsum(sizes)))
    places = np.arange(offsets[-1]) - np.repeat(offsets[:-1] - bounds[:, 0], sizes)
    return Windows(sequences.items[places], offsets, bounds[:, 1])


class _SharedRuns:
    """How long a run is that enough shoppers met in this order, be it with other items between."""

    def __init__(self, sequences: Sequences, perturbation: Perturbation) -> None:
        self.items = sequences.items
        self.perturbation = perturbation
        self.sequence_of = np.repeat(np.arange(len(sequences.offsets) - 1), np.diff(sequences.offsets))
        self.positions = np.argsort(sequences.items, kind='stable')
        self.starts = np.searchsorted(
            sequences.items[self.positions], np.arange(int(sequences.items.max(initial=0)) + 2)
        )
        #: Where each run ends in each sequence that has it; `None` where too few have.
        self.known: dict[tuple[int, ...], Ints | None] = {}
        self.remembered = 0

    def length(self, start: int, end: int) -> int:
        """How many items from `start`, up to `end`, enough shoppers met."""
        run: tuple[int, ...] = ()
        for at in range(start, end):
            longer = (*run, int(self.items[at]))
            ends = self._ends(run, longer)
            if ends is None:
                return at - start
            run = longer
        return end - start

    def _ends(self, run: tuple[int, ...], longer: tuple[int, ...]) -> Ints | None:
        if longer in self.known:
            return self.known[longer]
        places = self._places(longer[-1])
        if not run:
            found: Ints | None = self._first_of_each(places)
        else:
            before = self._ends(run[:-1], run)
            ends = self._next(before, places) if before is not None else np.zeros(0, dtype=np.int64)
            sharing = len(ends)
            least = self.perturbation.least
            tells = sharing >= least and self.perturbation.tells('>'.join(map(str, longer)), sharing)
            found = ends if tells else None
        if self.remembered > _MOST_REMEMBERED:
            self.known.clear()
            self.remembered = 0
        self.known[longer] = found
        self.remembered += 1 if found is None else len(found)
        return found

    def _places(self, item: int) -> Ints:
        return self.positions[self.starts[item] : self.starts[item + 1]]

    def _first_of_each(self, places: Ints) -> Ints:
        sequences = self.sequence_of[places]
        first = np.concatenate(([True], sequences[1:] != sequences[:-1])) if len(places) else slice(0)
        return np.asarray(places[first])

    def _next(self, ends: Ints, places: Ints) -> Ints:
        """The first of these places after each end, in the same sequence. Both rise."""
        if len(places) < len(ends):
            latest = np.searchsorted(ends, places) - 1
            fits = (latest >= 0) & (self.sequence_of[ends[latest]] == self.sequence_of[places])
            return self._first_of_each(places[fits])
        following = np.searchsorted(places, ends, side='right')
        inside = following < len(places)
        found, before = places[following[inside]], ends[inside]
        return np.asarray(found[self.sequence_of[found] == self.sequence_of[before]])
