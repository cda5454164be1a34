"""The pack of the cluster beside that of `vitrine train`, of one log."""

import csv
import json
import os
import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import COMMAND, GOLDEN, SETTINGS
from pyspark.sql import SparkSession

from vitrine_spark.choices import Trainer
from vitrine_spark.command import _parser
from vitrine_spark.errors import VitrineError
from vitrine_spark.options import read_options
from vitrine_spark.pack import Pack, read_pack, write_pack
from vitrine_spark.train import TrainInput, train_pack

SHOP = GOLDEN / 'shop'
#: What private packs have for placements, and `vitrine train` alone counts.
PLACEMENTS = {'complements', 'trending'}
COUNTED = 'rules+knn+successors+predecessors+popular'
PRIVATE = ('--min-shoppers', '1', '--fusion', 'weights')


def options(*args: str) -> dict[str, Any]:
    given = ['train', '--events', 'x', '--out', 'y', '--model', COUNTED, *args]
    return read_options(vars(_parser().parse_args(given)))


def train(spark: SparkSession, trainer: Trainer, events: Path, *args: str, like: str | None = None) -> Pack:
    return train_pack(spark, TrainInput(str(events), [], 50_000, like), options(*args), trainer)[0]


def by_node(events: Path, out: Path, *args: str) -> Pack:
    command = [*COMMAND.split(), 'train', '--events', str(events), '--out', str(out), '--model', COUNTED, *args]
    subprocess.run([*command, '--work', str(out.parent / 'work')], check=True, capture_output=True)
    return read_pack(out)


@pytest.fixture(scope='module')
def private(trainer: Trainer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's private pack by the command line."""
    assert trainer.is_there
    out = tmp_path_factory.mktemp('node') / 'node.safetensors'
    by_node(SHOP / 'events.csv', out, *PRIVATE)
    return out


def assert_same(own: Pack, other: Pack) -> None:
    """Everything that is counted here is the same to the last bit."""
    assert own.product_ids == other.product_ids
    assert {**own.manifest, 'created': ''} == {**other.manifest, 'created': ''}
    assert own.sections.keys() == other.sections.keys() - PLACEMENTS
    for name, section in own.sections.items():
        assert other.sections[name].options == section.options, name
        for tensor, data in section.tensors.items():
            np.testing.assert_array_equal(other.sections[name].tensors[tensor], data, err_msg=f'{name}/{tensor}')


def lists_of(pack: Path) -> list[Any]:
    args = ['rank', '--pack', str(pack), '--products', str(SHOP / 'products.json')]
    done = subprocess.run(
        [*COMMAND.split(), *args, '--histories', str(SHOP / 'histories.json')],
        check=True,
        capture_output=True,
        text=True,
    )
    return list(json.loads(done.stdout))


def test_the_pack_is_that_of_the_command_line_byte_by_byte(
    spark: SparkSession, trainer: Trainer, private: Path, tmp_path: Path
) -> None:
    other = read_pack(private)
    own = train(spark, trainer, SHOP / 'events.csv', *PRIVATE)
    assert_same(own, other)
    own.manifest['created'] = other.manifest['created']
    for name in PLACEMENTS & other.sections.keys():
        own.sections[name] = other.sections[name]
    path = tmp_path / 'spark.safetensors'
    path.write_bytes(write_pack(own))
    assert path.read_bytes() == private.read_bytes()
    assert trainer.inspect(str(path))['products'] == len(own.product_ids)
    assert lists_of(path) == lists_of(private)


def test_a_published_pack_tells_what_enough_shoppers_share(
    spark: SparkSession, trainer: Trainer, private: Path, tmp_path: Path
) -> None:
    events = SHOP / 'events.csv'
    pack = train(spark, trainer, events, '--min-shoppers', '4', like=str(private))
    met = defaultdict(list)
    with events.open() as file:
        for row in sorted(csv.DictReader(file), key=lambda row: int(row['ts'])):
            met[row['user']].append(row['item'])
    rules = pack.sections['rules'].tensors
    told = 0
    for tail in range(1, len(pack.product_ids) + 1):
        for at in range(rules['offsets'][tail], rules['offsets'][tail + 1]):
            pair = {pack.product_ids[tail - 1], pack.product_ids[rules['items'][at] - 1]}
            assert sum(pair <= set(items) for items in met.values()) >= 4
            told += 1
    assert told > 100
    assert pack.manifest['minShoppers'] == 4
    path = tmp_path / 'published.safetensors'
    path.write_bytes(write_pack(pack))
    assert 'It can be published.' in trainer.inspect(str(path))['tells']


@pytest.mark.long
def test_a_sample_chooses_and_the_whole_is_counted(spark: SparkSession, trainer: Trainer) -> None:
    args = options('--min-shoppers', '1', '--fusion', 'weights')
    pack, _ = train_pack(spark, TrainInput(str(SHOP / 'events.csv'), [], 150, None), args, trainer)
    popular = pack.sections['popular'].tensors['allTime']
    assert len(pack.product_ids) == 60
    assert popular.max() == 65_535
    assert len(pack.sections['knn'].tensors['offsets']) > 300


def test_factors_of_mllib_rank_what_goes_together(spark: SparkSession, trainer: Trainer, tmp_path: Path) -> None:
    sets = ('--set', 'als.width=8', '--set', 'als.epochs=4')
    args = options('--min-shoppers', '1', '--fusion', 'weights', '--model', 'als+popular', *sets)
    pack, factors = train_pack(spark, TrainInput(str(SHOP / 'events.csv'), [], 50_000, None), args, trainer)
    assert factors is not None
    assert factors.vectors.shape == (60, 8)
    out = tmp_path / 'shop.safetensors'
    out.write_bytes(write_pack(pack))
    trainer.add_vectors(out, pack.product_ids, 'als', factors.vectors, {**factors.options, 'weight': 1})
    assert set(trainer.inspect(str(out))['sections']) == {'als', 'popular'}
    # The shop's shoppers keep to a category: what a product's vector is nearest to is of its own.
    unit = factors.vectors / np.linalg.norm(factors.vectors, axis=1, keepdims=True)
    near = np.argsort(-(unit @ unit.T), axis=1)[:, 1:4]
    kind = [one.rsplit('-', 1)[0] for one in pack.product_ids]
    same = np.mean([[kind[i] == kind[j] for j in row] for i, row in enumerate(near)])
    by_chance = np.mean([[kind[i] == kind[j] for j in range(60)] for i in range(60)])
    assert same > 2 * by_chance
    assert lists_of(out)


def test_choices_without_node_and_without_a_pack_are_asked_for(spark: SparkSession) -> None:
    with pytest.raises(VitrineError, match='cannot be started') as raised:
        train(spark, Trainer('no-such-command'), SHOP / 'events.csv')
    assert raised.value.code == 'no-node'
    assert '--like' in raised.value.remedy


def test_without_java_it_says_so(tmp_path: Path) -> None:
    env = {'PATH': str(tmp_path), 'HOME': str(tmp_path)}
    args = ['train', '--events', str(SHOP / 'events.csv'), '--out', str(tmp_path / 'shop.safetensors')]
    done = subprocess.run(
        [sys.executable, '-m', 'vitrine_spark.command', *args], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert 'Spark runs on Java, and there is none.' in done.stderr
    assert 'Traceback' not in done.stderr


@pytest.mark.long
@pytest.mark.usefixtures('trainer')
def test_a_bot_with_a_tenth_of_all_events_and_two_processes(tmp_path: Path) -> None:
    drawn = random.Random(1)
    rows = [
        (f's{drawn.randrange(2000)}', f'p{int(drawn.paretovariate(0.8)) % 500}', 1767225955 + i) for i in range(27_000)
    ]
    rows += [('bot', f'p{drawn.randrange(500)}', 1767225955 + 9 * i) for i in range(3_000)]
    events = tmp_path / 'log.csv'
    events.write_text('user,item,ts\n' + '\n'.join(','.join(map(str, row)) for row in rows))
    other = by_node(events, tmp_path / 'node.safetensors', *PRIVATE)
    out = tmp_path / 'spark.safetensors'
    args = [
        'train',
        '--events',
        str(events),
        '--out',
        str(out),
        *PRIVATE,
        '--model',
        COUNTED,
        '--master',
        'local-cluster[2,1,1024]',
    ]
    settings = [part for name, value in SETTINGS.items() for part in ('--conf', f'{name}={value}')]
    subprocess.run(
        [sys.executable, '-m', 'vitrine_spark.command', *args, *settings],
        env={**os.environ, 'VITRINE': COMMAND},
        check=True,
        capture_output=True,
    )
    assert_same(read_pack(out), other)
