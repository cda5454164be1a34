"""The attention model: its loss, its section, its training in several processes."""

import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import GOLDEN
from pyspark.sql import SparkSession

from vitrine_spark.attention import attention_options
from vitrine_spark.choices import Trainer
from vitrine_spark.command import _parser
from vitrine_spark.errors import VitrineError
from vitrine_spark.options import read_options
from vitrine_spark.pack import Pack, read_pack, write_pack
from vitrine_spark.schemas import schema
from vitrine_spark.train import TrainInput, train_pack

# What follows imports torch, so that it comes after the question whether there is one.
torch = pytest.importorskip('torch', reason='torch is not installed')

from vitrine_spark.attention_net import AttentionNet, from_section, shared_softmax, to_section  # noqa: E402
from vitrine_spark.attention_training import Sequences, batches_of, cases_of  # noqa: E402

SHOP = GOLDEN / 'shop'
SMALL = {**schema('options')['settings']['attention'], 'width': 16, 'heads': 2, 'longest': 8}


def options(*args: str) -> dict[str, Any]:
    given = ['train', '--events', 'x', '--out', 'y', '--model', 'attention', '--min-shoppers', '1', *args]
    return read_options(vars(_parser().parse_args(given)))


def train(spark: SparkSession, epochs: int, processes: int, work: Path | None = None) -> Pack:
    sets = ('--set', f'attention.epochs={epochs}', '--set', 'attention.width=16')
    given = TrainInput(str(SHOP / 'events.csv'), [], 50_000, None, processes, None if work is None else str(work))
    return train_pack(spark, given, options('--fusion', 'weights', *sets), Trainer('not needed'))[0]


def test_the_loss_with_all_items_as_negatives_is_the_full_cross_entropy() -> None:
    torch.manual_seed(1)
    net = AttentionNet(9, SMALL)
    states, targets = torch.randn(2, 3, 16), torch.tensor([[4, 9, 1], [2, 0, 0]])
    every = torch.arange(1, 10)
    found = shared_softmax(net, states, targets, every, torch.zeros(9))
    logits = states.flatten(0, 1) @ net.items.weight[1:].T
    full = torch.nn.functional.cross_entropy(logits, (targets.flatten() - 1).clamp(min=0), reduction='none')
    torch.testing.assert_close(found[:4], full[:4])
    assert found[4:].tolist() == [0, 0]


def test_no_item_is_read_before_its_time_and_padding_by_none() -> None:
    net = AttentionNet(9, SMALL).eval()
    whole = net(torch.tensor([[3, 5, 7, 2]]))
    torch.testing.assert_close(net(torch.tensor([[3, 5, 0, 0]]))[:, :2], whole[:, :2])


def test_windows_hold_each_prediction_once_and_targets_that_came_later() -> None:
    drawn = np.random.default_rng(3)
    sizes = drawn.integers(1, 30, 40)
    offsets = np.concatenate(([0], np.cumsum(sizes)))
    sequences = Sequences(np.arange(1, offsets[-1] + 1, dtype=np.int32), offsets)
    given = {**SMALL, 'batchTokens': 64, 'lookAhead': 0.5}
    read = []
    for inputs, targets in batches_of(sequences, given, drawn):
        assert inputs.shape[1] <= 8
        assert inputs.size <= 64
        assert ((inputs > 0) == (targets > 0)).all()
        assert (targets[targets > 0] > inputs[inputs > 0]).all()
        read += inputs[inputs > 0].tolist()
    ends = set(offsets[1:].tolist())
    assert sorted(read) == [one for one in range(1, offsets[-1] + 1) if one not in ends]
    assert len(cases_of(sequences, 10)) == 10


def test_a_section_is_read_back_as_it_ranks(tmp_path: Path) -> None:
    net = AttentionNet(60, SMALL).eval()
    kept = {name: value for name, value in SMALL.items() if name != 'epochs'}
    history = [np.array([1, 2, 3], dtype=np.int32)]
    for precision, error in (('int8', 2e-2), ('int16', 2e-4)):
        path = tmp_path / 'pack.safetensors'
        path.write_bytes(
            write_pack(Pack({}, [str(i) for i in range(60)], {'attention': to_section(net, kept, precision)}))
        )
        again = from_section(read_pack(path).sections['attention'])
        torch.testing.assert_close(again.scores(history), net.scores(history), atol=error, rtol=0)


def test_options_that_are_not_trained_here_and_those_that_do_not_fit_are_refused() -> None:
    assert attention_options(options(), None)['lookAhead'] == 0.3
    assert attention_options(options('--unit', 'session'), None)['lookAhead'] == 0
    for given in ('attention.omit=0.1', 'attention.heads=3', 'attention.heads=two', 'attention.size=3'):
        with pytest.raises(VitrineError) as raised:
            attention_options(options('--set', given), None)
        assert raised.value.code == 'bad-options'
        assert raised.value.remedy


def test_the_page_ranks_by_what_two_processes_trained(spark: SparkSession, trainer: Trainer, tmp_path: Path) -> None:
    pack = train(spark, 2, 2)
    assert pack.manifest['metrics']['attention.ndcg@10'] > 0.3
    out = tmp_path / 'shop.safetensors'
    out.write_bytes(write_pack(pack))
    assert list(trainer.inspect(str(out))['sections']) == ['attention']
    net = from_section(pack.sections['attention'])
    items = [3, 9, 27, 41]
    clicks = [
        {'name': 'view_item', 'product': pack.product_ids[row - 1], 'at': 1_700_000_000_000 + row} for row in items
    ]
    asked = [{'name': 'one', 'interactions': clicks, 'queries': [{'limit': 10, 'seen': 'include'}]}]
    (tmp_path / 'histories.json').write_text(json.dumps(asked))
    files = ['--products', str(SHOP / 'products.json'), '--histories', str(tmp_path / 'histories.json')]
    [made] = json.loads(trainer._run(['rank', '--pack', str(out), *files]))
    logits = net.scores([np.array(items, dtype=np.int32)])[0, 1:]
    best = torch.argsort(logits, descending=True)[:10].tolist()
    assert [one['id'] for one in made['items']] == [pack.product_ids[row] for row in best]
    chances = torch.softmax(logits.double(), 0)[best].tolist()
    np.testing.assert_allclose([one['score'] for one in made['items']], chances, atol=1e-3)


def ancestors(pid: int) -> list[int]:
    found = []
    while pid > 1:
        try:
            pid = int(Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[1])
        except OSError:
            break
        found.append(pid)
    return found


@pytest.mark.long
def test_a_training_goes_on_where_one_of_its_processes_died(spark: SparkSession, tmp_path: Path) -> None:
    undisturbed = train(spark, 8, 2)
    killed: list[int] = []

    def kill() -> None:
        while not (tmp_path / 'tuning.pt').exists():
            time.sleep(0.05)
        for entry in Path('/proc').glob('[0-9]*'):
            try:
                second = b'\0RANK=1\0' in b'\0' + (entry / 'environ').read_bytes()
            except OSError:
                continue
            if second and os.getpid() in ancestors(int(entry.name)):
                killed.append(int(entry.name))
                os.kill(killed[-1], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    disturbed = train(spark, 8, 2, tmp_path)
    killer.join()
    assert killed
    assert disturbed.manifest['metrics'] == undisturbed.manifest['metrics']
    for name, data in undisturbed.sections['attention'].tensors.items():
        np.testing.assert_array_equal(disturbed.sections['attention'].tensors[name], data, err_msg=name)
