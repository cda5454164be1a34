"""The attention model in PyTorch: net and loss of `src/learning/models/attention.ts`, and its section of a pack."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as nnf

from .pack import Section

#: As the page's kernels have them.
EPSILON = 1e-5
FINE_STEPS = 168
#: Standard deviation of the first weights.
_INITIAL = 0.02
#: How far, in parts of a step, setting a row's scale may move its largest number.
_MOST_MOVED = 0.25
#: Hides a logit from a softmax.
_HIDDEN = -1e9


class _Block(nn.Module):
    """Self-attention and a feed-forward layer, each normalised before it and added to what it read."""

    def __init__(self, width: int, heads: int, expansion: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.attentionNorm = nn.LayerNorm(width, EPSILON)
        self.query, self.key, self.value, self.output = (nn.Linear(width, width) for _ in range(4))
        self.feedNorm = nn.LayerNorm(width, EPSILON)
        self.up, self.down = nn.Linear(width, expansion * width), nn.Linear(expansion * width, width)

    def forward(self, h: Tensor) -> Tensor:
        """[windows, length, width] → the same shape"""
        normal = self.attentionNorm(h)  # [windows, length, width]
        query, key, value = (self._split(layer(normal)) for layer in (self.query, self.key, self.value))
        attended = nnf.scaled_dot_product_attention(query, key, value, is_causal=True)
        joined = attended.transpose(1, 2).flatten(2)  # [windows, length, width]
        h = h + self._drop(self.output(joined))
        up = self._drop(nnf.relu(self.up(self.feedNorm(h))))  # [windows, length, expansion · width]
        return h + self._drop(self.down(up))

    def _split(self, x: Tensor) -> Tensor:
        """[windows, length, width] → [windows, heads, length, width / heads]"""
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)

    def _drop(self, x: Tensor) -> Tensor:
        return nnf.dropout(x, self.dropout, self.training)


class AttentionNet(nn.Module):
    """Item vectors, and the encoder that reads them. Padding stands at the end of a window: no item looks at it."""

    def __init__(self, items: int, options: dict[str, Any]) -> None:
        super().__init__()
        width: int = options['width']
        self.width, self.longest, self.dropout = width, int(options['longest']), float(options['dropout'])
        self.items = nn.Embedding(items + 1, width, padding_idx=0)
        self.positions = nn.Parameter(torch.empty(self.longest, width))
        self.blocks = nn.ModuleList(
            _Block(width, options['heads'], options['expansion'], self.dropout) for _ in range(options['blocks'])
        )
        self.norm = nn.LayerNorm(width, EPSILON)
        for name, weight in self.named_parameters():
            if not name.endswith('bias') and 'orm' not in name:
                nn.init.normal_(weight, std=_INITIAL)
            elif 'orm' not in name:
                nn.init.zeros_(weight)
        with torch.no_grad():
            self.items.weight[0] = 0

    def forward(self, inputs: Tensor) -> Tensor:
        """Rows of items, [windows, length] → the state after each of them, [windows, length, width]"""
        h = self.items(inputs) * math.sqrt(self.width) + self.positions[: inputs.shape[1]]
        h = nnf.dropout(h, self.dropout, self.training)
        for block in self.blocks:
            h = block(h)
        states: Tensor = self.norm(h)
        return states

    @torch.no_grad()
    def scores(self, histories: Sequence[NDArray[np.int32]]) -> Tensor:
        """Logits of all items after each history; those of row 0 mean nothing. [histories, items + 1]"""
        windows = [history[window_start(len(history), self.longest) :] for history in histories]
        length = max(map(len, windows))
        inputs = np.zeros((len(windows), length), dtype=np.int64)
        for row, window in enumerate(windows):
            inputs[row, : len(window)] = window
        states = self(torch.from_numpy(inputs))
        ends = torch.tensor([len(window) - 1 for window in windows])
        last: Tensor = states[torch.arange(len(windows)), ends]  # [histories, width]
        return last @ self.items.weight.T


def window_start(length: int, longest: int) -> int:
    """Where the part of a history begins that is read, as `src/contract/history-window.ts` has it."""
    if length <= longest:
        return 0
    stride = max(1, longest >> 1)
    return math.ceil((length - longest) / stride) * stride


def shared_softmax(net: AttentionNet, states: Tensor, targets: Tensor, negatives: Tensor, bias: Tensor) -> Tensor:
    """Cross-entropy of each prediction's own item against negatives that all share; 0 for padding.

    states [windows, length, width], targets [windows, length], negatives and what is added to their logits
    [negatives] → [windows · length]
    """
    flat, own = states.flatten(0, 1), targets.flatten()
    own_logits = (flat * net.items(own)).sum(1)  # [predictions]
    logits = flat @ net.items(negatives).T + bias  # [predictions, negatives]
    logits = logits.masked_fill(negatives == own[:, None], _HIDDEN)
    loss = nnf.softplus(torch.logsumexp(logits, 1) - own_logits)
    return torch.where(own > 0, loss, torch.zeros_like(loss))


def to_section(net: AttentionNet, options: dict[str, Any], precision: str) -> Section:
    """The section `attention` of a pack. `precision`: `int8` or `int16`, of the item vectors."""
    data, scales, fine = _quantised(net.items.weight.detach().numpy())
    tensors: dict[str, Any] = {name: weight.numpy().copy() for name, weight in _named(net)}
    tensors |= {'items': data, 'scales': scales}
    if precision == 'int16':
        tensors['fine'] = fine
    return Section({**options, 'epsilon': EPSILON}, tensors)


def from_section(section: Section) -> AttentionNet:
    """The net of a section, with item vectors as a page reads them."""
    tensors = section.tensors
    rounded = tensors['items'].astype(np.float64)
    if 'fine' in tensors:
        rounded += tensors['fine'] / FINE_STEPS
    net = AttentionNet(len(rounded) - 1, section.options)
    with torch.no_grad():
        net.items.weight.copy_(torch.from_numpy((rounded * tensors['scales'][:, None]).astype(np.float32)))
        for name, weight in _named(net):
            weight.copy_(torch.from_numpy(tensors[name].copy()))
    return net.eval()


def _named(net: AttentionNet) -> list[tuple[str, Tensor]]:
    """The encoder's weights by their names in a pack; those of a linear layer turned, as a pack has them: [in, out]."""
    named = [('positions', net.positions.detach())]
    for number, block in enumerate(net.blocks):
        for name, layer in block.named_children():
            named += _of_layer(f'{number}.{name}', layer)
    return named + _of_layer('norm', net.norm)


def _of_layer(name: str, layer: nn.Module) -> list[tuple[str, Tensor]]:
    weight, bias = layer.weight.detach(), layer.bias.detach()  # type: ignore[operator]  # a module's weights have no type
    if isinstance(layer, nn.LayerNorm):
        return [(f'{name}.gain', weight), (f'{name}.bias', bias)]
    return [(f'{name}.weights', weight.T), (f'{name}.bias', bias)]


def _quantised(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32], NDArray[np.int8]]:
    """As `quantiseRows` and `fineRows` of `src/kernels/scoring/quantise.ts`: bytes, a scale a row, a second byte."""
    values = vectors.astype(np.float64)
    step = np.abs(values).max(axis=1, keepdims=True) / 127
    parts = np.divide(values, step, out=np.zeros_like(values), where=step > 0)
    data = np.floor(parts + 0.5)
    along = (parts * data).sum(axis=1, keepdims=True)
    most = _MOST_MOVED / 127
    moved = np.divide((parts**2).sum(axis=1, keepdims=True), along, out=np.ones_like(step), where=along > 0)
    scales = (step * np.clip(moved, 1 - most, 1 + most)).astype(np.float32)
    steps = np.divide(FINE_STEPS, scales.astype(np.float64), out=np.zeros_like(step), where=scales > 0)
    fine = np.clip(np.floor(values * steps - data * FINE_STEPS + 0.5), -127, 127)
    return data.astype(np.int8), scales[:, 0], fine.astype(np.int8)
