"""Trains the attention model in several processes, each with a part of every batch: gradients are their mean (DDP).

What is random in an epoch comes of the seed and its number alone. So the training goes on from its last checkpoint as
if nothing had been, whatever ended it, and its batches are the same on however many processes.
"""

import copy
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch import distributed as dist
from torch.nn.parallel import DistributedDataParallel

from .attention_net import AttentionNet, shared_softmax

#: A training ends after so many validations without a better one; epochs from one to the next.
PATIENCE, VALIDATE_EVERY = 8, 2
#: Histories that a validation measures, at most.
_VALIDATION_CASES = 10_000
#: The moving average takes every step at first, then each `_STRIDE`-th.
_DENSE, _STRIDE = 100, 4
_PLACES = 10

Ints = NDArray[np.int64]


@dataclass
class Sequences:
    """Sequence `i` has `items[offsets[i]:offsets[i + 1]]`, the oldest first."""

    items: NDArray[np.int32]
    offsets: Ints

    def without_last(self) -> 'Sequences':
        """Without the last item of each, where there are three or more."""
        sizes = np.diff(self.offsets)
        kept = sizes - (sizes >= 3)
        places = np.arange(len(self.items)) - np.repeat(self.offsets[:-1], sizes)
        return Sequences(self.items[places < np.repeat(kept, sizes)], np.concatenate(([0], np.cumsum(kept))))


def train(folder: str) -> None:
    """One process of a training. It reads `plan.json` and `sequences.npz` of the folder, and writes `best.pt` there."""
    place = Path(folder)
    plan: dict[str, Any] = json.loads((place / 'plan.json').read_text(encoding='utf-8'))
    with np.load(place / 'sequences.npz') as file:
        whole = Sequences(file['items'], file['offsets'])
    dist.init_process_group('gloo')
    try:
        tuned = _Training(place / 'tuning', plan, whole.without_last(), whole)
        found = tuned.run(plan['options']['epochs'])
        last = found
        if plan['refit'] and found['epochs'] > 0:
            last = _Training(place / 'whole', plan, whole, None).run(found['epochs'])
        if dist.get_rank() == 0:
            torch.save({'weights': last['weights'], 'metrics': found['metrics']}, place / 'best.pt')
    finally:
        dist.destroy_process_group()


class _Training:
    """The training of one set of sequences, from its checkpoint on."""

    def __init__(self, path: Path, plan: dict[str, Any], sequences: Sequences, asked: Sequences | None) -> None:
        """`asked`: of these the last item of each is what is validated by; `None`: the last weights are the best."""
        self.path, self.name = path.with_suffix('.pt'), path.name
        self.sequences, self.asked = sequences, asked
        self.seed, self.options = int(plan['seed']), plan['options']
        self.items = int(plan['items'])
        self.rank, self.processes = dist.get_rank(), dist.get_world_size()
        torch.manual_seed(self.seed)
        self.net = AttentionNet(self.items, self.options)
        self.mean = copy.deepcopy(self.net).requires_grad_(False).eval()
        rate, decay = self.options['learningRate'], self.options['weightDecay']
        self.optimiser = torch.optim.AdamW(self.net.parameters(), lr=rate, weight_decay=decay)
        self.steps, self.epoch, self.waited, self.best_epoch = 0, 0, 0, 0
        self.best_score, self.best = -1.0, self.net.state_dict()
        self.metrics: dict[str, float] = {}
        counts = np.bincount(sequences.items, minlength=self.items + 1)[1:]
        power = self.options['negativePower']
        mass = np.ones(self.items) if power == 0 else (counts + 1.0) ** power
        self.chances = mass / mass.sum()

    def run(self, epochs: int) -> dict[str, Any]:
        """The best weights, after how many epochs, and how well they rank."""
        if self.path.exists():
            self._restore(torch.load(self.path, weights_only=False))
        parallel = DistributedDataParallel(self.net)
        while self.epoch < epochs and self.waited < PATIENCE:
            start, loss, steps = time.monotonic(), 0.0, 0
            torch.manual_seed(self.seed * 1_000_003 + self.epoch * 1_009 + self.rank + 1)
            drawn = np.random.default_rng([self.seed, self.epoch])
            for inputs, targets in batches_of(self.sequences, self.options, drawn):
                loss += self._step(parallel, inputs, targets, drawn)
                steps += 1
            self.epoch += 1
            said = self._validate(epochs)
            if self.rank == 0:
                self._save()
                seconds = time.monotonic() - start
                print(
                    f'attention ({self.name}): epoch {self.epoch} of {epochs}, loss {loss / max(1, steps):.3f}{said}, '
                    f'{seconds:.0f} s, {self.processes} processes',
                    flush=True,
                )
            dist.barrier()
        return {'weights': self.best, 'epochs': self.best_epoch, 'metrics': self.metrics}

    def _step(
        self, parallel: DistributedDataParallel, inputs: Ints, targets: Ints, drawn: np.random.Generator
    ) -> float:
        """One step of the optimiser; the loss before it, in nats a prediction. Raises FloatingPointError."""
        negatives, bias = self._negatives(drawn)
        real = int((targets > 0).sum())
        # A batch of few windows leaves some processes without one: theirs is padding, which counts nothing.
        part = slice(self.rank, None, self.processes)
        own_inputs, own_targets = inputs[part], targets[part]
        if len(own_inputs) == 0:
            own_inputs = own_targets = np.zeros_like(inputs[:1])
        states = parallel(torch.from_numpy(own_inputs))
        losses = shared_softmax(self.net, states, torch.from_numpy(own_targets), negatives, bias)
        loss = losses.sum() * (self.processes / max(1, real))  # gradients become their mean over the processes
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch has no type of it
        if not torch.isfinite(loss):
            raise FloatingPointError('the loss is not finite: train with a lower learning rate')
        self.optimiser.step()
        self.steps += 1
        self._average()
        return float(loss.detach()) / self.processes

    def _negatives(self, drawn: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Items that all predictions of a step share, and what makes up for how they are drawn."""
        count = self.options['negatives']
        if not 0 < count < self.items:
            return torch.arange(1, self.items + 1), torch.zeros(self.items)
        chosen = drawn.choice(self.items, count, p=None if self.options['negativePower'] == 0 else self.chances)
        bias = -np.log(self.chances[chosen] * count)
        return torch.from_numpy(chosen + 1), torch.from_numpy(bias.astype(np.float32))

    @torch.no_grad()
    def _average(self) -> None:
        decay = self.options['averaging']
        stride = 1 if self.steps <= _DENSE or decay == 0 else _STRIDE
        if self.steps % stride == 0:
            share = 1 - min(decay, (1 + self.steps) / (10 + self.steps)) ** stride
            for mean, weight in zip(self.mean.parameters(), self.net.parameters(), strict=True):
                mean.lerp_(weight, share)

    def _validate(self, epochs: int) -> str:
        if self.asked is None:
            self.best, self.best_epoch = copy.deepcopy(self.mean.state_dict()), self.epoch
            return ''
        if self.epoch % VALIDATE_EVERY and self.epoch != epochs:
            return ''
        recall, ndcg = self._measure(self.asked)
        if ndcg > self.best_score:
            self.best_score, self.best = ndcg, copy.deepcopy(self.mean.state_dict())
            self.best_epoch, self.waited = self.epoch, 0
            self.metrics = {'recall@10': recall, 'ndcg@10': ndcg}
        else:
            self.waited += 1
        return f', ndcg@10 {ndcg:.4f}'

    def _measure(self, asked: Sequences) -> tuple[float, float]:
        """Recall and NDCG at 10 of the last item of each sequence, all others of the catalogue beside it."""
        cases = cases_of(asked, _VALIDATION_CASES)
        found = quality_of(self.mean, cases[self.rank :: self.processes])
        sums = torch.tensor(found, dtype=torch.float64)
        dist.all_reduce(sums)
        recall, ndcg, count = sums.tolist()
        return recall / max(1, count), ndcg / max(1, count)

    def _save(self) -> None:
        state = {
            'net': self.net.state_dict(),
            'mean': self.mean.state_dict(),
            'optimiser': self.optimiser.state_dict(),
            'counters': [self.steps, self.epoch, self.waited, self.best_epoch, self.best_score],
            'best': self.best,
            'metrics': self.metrics,
        }
        part = self.path.with_suffix('.part')
        torch.save(state, part)
        part.replace(self.path)

    def _restore(self, state: dict[str, Any]) -> None:
        self.net.load_state_dict(state['net'])
        self.mean.load_state_dict(state['mean'])
        self.optimiser.load_state_dict(state['optimiser'])
        self.steps, self.epoch, self.waited, self.best_epoch, self.best_score = state['counters']
        self.best, self.metrics = state['best'], state['metrics']


def batches_of(
    sequences: Sequences, options: dict[str, Any], drawn: np.random.Generator
) -> Iterator[tuple[Ints, Ints]]:
    """One epoch in random order: items, and what is to be predicted after each; 0 is padding. [windows, length] each.

    Windows of about the same length share a batch, so that little of it is padding.
    """
    starts, ends, targets = _windows_of(sequences, options, drawn)
    order = drawn.permutation(len(starts))
    order = order[np.argsort((ends - starts)[order], kind='stable')]
    parts: list[Ints] = []
    end = len(order)
    while end > 0:
        length = int(ends[order[end - 1]] - starts[order[end - 1]])
        rows = min(end, max(1, options['batchTokens'] // length))
        parts.append(order[end - rows : end])
        end -= rows
    for number in drawn.permutation(len(parts)):
        chosen = parts[number]
        places = starts[chosen, None] + np.arange((ends - starts)[chosen].max())
        inside = places < ends[chosen, None]
        places = np.where(inside, places, 0)
        items = sequences.items.astype(np.int64)
        yield np.where(inside, items[places], 0), np.where(inside, targets[places], 0)


def _windows_of(sequences: Sequences, options: dict[str, Any], drawn: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Where windows of at most `longest` predictions begin and end, the newest in a full one; targets by place."""
    items, offsets, longest = sequences.items.astype(np.int64), sequences.offsets, options['longest']
    sizes = np.diff(offsets)
    last = np.repeat(offsets[1:] - 1, sizes)
    skipped = drawn.geometric(1 - options['lookAhead'], len(items)) - 1
    targets = items[np.minimum(np.arange(len(items)) + 1 + skipped, last)]
    predictions = np.maximum(0, sizes - 1)
    counts = -(-predictions // longest)
    nth = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    ends = np.repeat(offsets[:-1] + predictions, counts) - nth * longest
    return np.maximum(np.repeat(offsets[:-1], counts), ends - longest), ends, targets


Case = tuple[NDArray[np.int32], int]


def cases_of(sequences: Sequences, most: int) -> list[Case]:
    """What came before the last item of each sequence of three or more, and that item; so many, evenly spread."""
    long = np.flatnonzero(np.diff(sequences.offsets) >= 3)
    if len(long) > most:
        long = long[np.arange(most) * len(long) // most]
    starts, ends = sequences.offsets[long], sequences.offsets[long + 1] - 1
    return [
        (sequences.items[start:end], int(sequences.items[end]))
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]


def quality_of(net: AttentionNet, cases: list[Case], together: int = 256) -> tuple[float, float, int]:
    """Sums of recall and NDCG at 10 over the cases, and their number. Ties count against; known items are left out."""
    recall, ndcg = 0.0, 0.0
    for first in range(0, len(cases), together):
        part = cases[first : first + together]
        scores = net.scores([history for history, _ in part])
        for row, (history, target) in enumerate(part):
            own = scores[row, target]
            known = torch.from_numpy(np.unique(history[history != target]).astype(np.int64))
            above = int((scores[row, 1:] >= own).sum()) - int((scores[row, known] >= own).sum()) - 1
            if above < _PLACES:
                recall += 1
                ndcg += 1 / float(np.log2(above + 2))
    return recall, ndcg, len(cases)
