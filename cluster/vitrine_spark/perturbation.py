"""What is changed at random in a pack of which little may be told, as in `src/trainer/fit/perturbation.ts`.

A threshold is a keyed hash of what it is for, so that every worker has the same one without asking another.
"""

import hashlib
import math
import os
import secrets
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyspark.sql import Column
from pyspark.sql import functions as F

from .schemas import schema

Floats = NDArray[np.float64]


class Perturbation:
    """Thresholds and noise for counts of shoppers.

    `least`: number of shoppers from which on anything is told; 1 tells everything as it is.
    """

    def __init__(self, least: int) -> None:
        self.least = least
        self._limits: dict[str, Any] = schema('options')['counting']['perturbation']
        self._span = max(1, math.ceil(self._limits['spread']['pairs'] * least))
        self._key = secrets.token_hex(16)

    @property
    def changes(self) -> bool:
        """Whether anything is changed: not in a private pack."""
        return self.least > 1

    def tells(self, key: str, shoppers: int) -> bool:
        """Whether what so many shoppers share is told. The same key has the same threshold."""
        if not self.changes:
            return True
        digest = hashlib.sha256((self._key + key).encode()).hexdigest()[:8]
        threshold: int = self.least + int(digest, 16) % self._span
        return shoppers >= threshold

    def tells_column(self, key: Column, shoppers: Column) -> Column:
        """`tells`, of each row of a table."""
        if not self.changes:
            return F.lit(True)
        digest = F.substring(F.sha2(F.concat(F.lit(self._key), key).cast('binary'), 256), 1, 8)
        threshold = F.lit(self.least) + F.conv(digest, 16, 10).cast('long') % F.lit(self._span)
        return (shoppers >= F.lit(self.least)) & (shoppers >= threshold)

    def tells_products(self, shoppers: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which products are told of, by how many shoppers met each."""
        if not self.changes:
            return shoppers >= self.least
        span = max(1, math.ceil(self._limits['spread']['products'] * self.least))
        words = np.frombuffer(os.urandom(4 * len(shoppers)), dtype=np.uint32)
        return np.asarray(shoppers >= self.least + words % span)

    def factors(self, shoppers: Floats) -> Floats:
        """A factor for each strength that comes from so many shoppers."""
        noise = discrete_gaussian(self._limits['strengthNoise'], len(shoppers))
        return np.asarray(np.maximum(1, shoppers + noise) / shoppers)

    def perturb(self, counts: Floats) -> Floats:
        """Counts of products, with noise where they are above 0."""
        if not self.changes:
            return counts
        noise = discrete_gaussian(self._limits['popularityNoise'], len(counts))
        return np.where(counts > 0, np.maximum(0, counts + noise), counts)


def discrete_gaussian(deviation: float, size: int) -> NDArray[np.int64]:
    """Whole numbers `x` with probability in proportion to exp(−x² / 2σ²), from the platform's cryptographic generator.

    Drawn by a table in steps of 2⁻⁶³: no probability is off by more than that.
    """
    most = math.ceil(12 * deviation)
    values = np.arange(-most, most + 1)
    weights = [math.exp(-(x * x) / (2 * deviation * deviation)) for x in values.tolist()]
    total = math.fsum(weights)
    steps = [int(weight / total * 2**63) for weight in weights]
    steps[most] += 2**63 - sum(steps)
    ends = np.cumsum(np.array(steps, dtype=np.uint64))
    words = np.frombuffer(os.urandom(8 * size), dtype=np.uint64) >> np.uint64(1)
    return values[np.searchsorted(ends, words, side='right')]
