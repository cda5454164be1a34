"""The Flower app: the packs that rounds change, and the aggregator that it asks."""

from pathlib import Path

import numpy as np
import pytest
from conftest import GOLDEN, ROOT

from vitrine_spark.pack import read_pack

pytest.importorskip('flwr', reason='flwr is not installed')

from vitrine_federated.app import Aggregator, RefusedError, encoder_weights, length_of, stepped, task_of

PACK = GOLDEN / 'v2/attention.safetensors'
NAMES = ['norm.gain', '0.output.weights']
CONFIG = {
    'steps': 1,
    'learning-rate': 1.0,
    'clipping-norm': 1.0,
    'noise-multiplier': 1.1,
    'resolution': 65536.0,
    'cohort': 8,
    'survivors': 8,
}


def test_a_step_moves_these_weights_alone(tmp_path: Path) -> None:
    pack = PACK.read_bytes()
    before = read_pack(PACK)
    tensors = before.sections['attention'].tensors
    length = length_of(pack, NAMES)
    assert length == sum(tensors[name].size for name in NAMES)
    step = np.arange(length, dtype=np.float32) / 8
    (tmp_path / 'moved.safetensors').write_bytes(stepped(pack, NAMES, step))
    after = read_pack(tmp_path / 'moved.safetensors')
    assert after.product_ids == before.product_ids
    at = 0
    for name in NAMES:
        moved = step[at : at + tensors[name].size].reshape(tensors[name].shape)
        np.testing.assert_array_equal(after.sections['attention'].tensors[name], tensors[name] + moved)
        at += tensors[name].size
    for section, own in before.sections.items():
        for name, tensor in own.tensors.items():
            if name not in NAMES:
                np.testing.assert_array_equal(after.sections[section].tensors[name], tensor)


def test_item_vectors_are_never_asked_for() -> None:
    pack = PACK.read_bytes()
    names = encoder_weights(pack)
    assert 'norm.gain' in names
    assert not {'items', 'scales', 'fine'} & set(names)
    for name in ('items', 'scales', 'nothing'):
        with pytest.raises(ValueError, match=name):
            length_of(pack, [name])


@pytest.mark.skipif(not (ROOT / 'dist/aggregation.js').exists(), reason='the package is not built: npm run build')
def test_the_aggregator_says_why_it_refuses() -> None:
    command = f'node {ROOT}/cluster/federated/aggregate.mjs'
    pack = PACK.read_bytes()
    task = task_of(CONFIG, pack, NAMES, 'r1')
    aggregator = Aggregator(command, task, length_of(pack, NAMES))
    try:
        assert 'Of a client' in str(aggregator.receive({'client': 'nobody', 'content': '<html>'}))
        with pytest.raises(RefusedError, match='Too few'):
            aggregator.next()
        with pytest.raises(RefusedError):
            aggregator.sum()
    finally:
        aggregator.close()
    with pytest.raises(RefusedError, match='noise'):
        Aggregator(command, {**task, 'resolution': 1.0}, 10)
    with pytest.raises(RuntimeError, match='ended'):
        Aggregator('false', task, 10)
