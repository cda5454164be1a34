"""Measures this trainer beside `vitrine train`, and records what it finds: `python -m vitrine_spark.measure --help`."""

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from .pack import Pack, read_pack

_LISTED = 10
_COUNTED = 'rules+knn+successors+predecessors+popular'


def main() -> None:
    """Runs one measurement."""
    parser = argparse.ArgumentParser(prog='python -m vitrine_spark.measure', description=__doc__)
    kinds = parser.add_subparsers(dest='kind', required=True)
    parity = kinds.add_parser('parity', help='one log counted by both trainers: what differs between the packs')
    parity.add_argument('--events', required=True)
    growth = kinds.add_parser('growth', help='simulated logs counted by both trainers: time and memory')
    growth.add_argument('--sizes', default='100000,1000000', help='events of each log')
    attention = kinds.add_parser('attention', help='the attention model trained in several numbers of processes')
    attention.add_argument('--events', required=True)
    attention.add_argument('--processes', default='1,2,4', help='of each training')
    attention.add_argument('--set', action='append', default=[], help='an option of the model, for both')
    scores = kinds.add_parser('scores', help='scores and lists of one pack, in PyTorch and in the page')
    scores.add_argument('--pack', required=True)
    scores.add_argument('--events', required=True)
    scores.add_argument('--sessions', type=int, default=1000)
    for one in (parity, growth, attention, scores):
        one.add_argument('--record', required=True, help='the file of the result')
        one.add_argument('--vitrine', default=os.environ.get('VITRINE', 'npx vitrine'))
        one.add_argument('--master', default='local[2]')
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix='vitrine-measure-') as folder:
        measures = {'parity': _parity, 'growth': _growth, 'attention': _attention, 'scores': _scores}
        found = measures[given.kind](given, Path(folder))
    commit = subprocess.run(
        ['git', 'rev-parse', '--short', 'HEAD'],  # noqa: S607 - git stands where the machine has it
        capture_output=True,
        text=True,
        check=False,
    )
    words = [word for word in sys.argv[1:] if word != given.vitrine and word != '--vitrine']
    result = {
        'command': f'python -m vitrine_spark.measure {shlex.join(words)}',
        **found,
        'commit': commit.stdout.strip() or None,
        'versions': {'python': sys.version.split()[0]},
    }
    record = Path(given.record)
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps(result, indent=2) + '\n', encoding='utf-8')


def _parity(given: argparse.Namespace, work: Path) -> dict[str, Any]:
    events = Path(given.events)
    log = events if events.suffix == '.csv' else _as_table(events, work / 'log.csv')
    both = _both(given, log, work)
    other, own = read_pack(work / 'node.safetensors'), read_pack(work / 'spark.safetensors')
    return {'data': given.events, 'model': _COUNTED, 'minShoppers': 1, **both, 'differing': differing(own, other)}


def differing(own: Pack, other: Pack) -> dict[str, Any]:
    """How many numbers of each tensor differ, of how many; `None` where one has others, or other shapes."""
    found: dict[str, Any] = {
        'products': [sum(a != b for a, b in zip(own.product_ids, other.product_ids, strict=False))]
    }
    found['products'] = [
        found['products'][0] + abs(len(own.product_ids) - len(other.product_ids)),
        len(other.product_ids),
    ]
    for name, section in other.sections.items():
        for tensor, data in section.tensors.items():
            mine = own.sections[name].tensors.get(tensor) if name in own.sections else None
            same = mine is not None and mine.shape == data.shape
            found[f'{name}/{tensor}'] = [int(np.count_nonzero(mine != data)), data.size] if same else None
    return found


def _growth(given: argparse.Namespace, work: Path) -> dict[str, Any]:
    sizes = []
    for events in map(int, given.sizes.split(',')):
        log = simulate(events, work / f'{events}.csv')
        sizes.append({'events': events, **_both(given, log, work)})
        log.unlink()
    return {'model': _COUNTED, 'minShoppers': 1, 'master': given.master, 'sizes': sizes}


def _attention(given: argparse.Namespace, work: Path) -> dict[str, Any]:
    """Trained by both without the last product of each shopper, and asked for it by the page's own ranking."""
    log = work / 'log.csv'
    _as_table(Path(given.events), log, held_out=1)
    sets = [part for text in given.set for part in ('--set', text)]
    runs = [{'trainer': 'vitrine train', 'processes': 1, **_evaluated(given, work, sets)}]
    for processes in map(int, given.processes.split(',')):
        pack = work / f'{processes}.safetensors'
        command = [sys.executable, '-m', 'vitrine_spark.command', 'train', '--events', str(log), '--out', str(pack)]
        asked = ['--min-shoppers', '1', '--no-refit', '--model', 'attention', '--processes', str(processes)]
        used = _run([*command, *asked, *sets, '--master', given.master, '--conf', 'spark.ui.enabled=false'])
        metrics = _evaluated(given, work, ['--pack', str(pack)])
        runs.append({'trainer': 'vitrine-spark train', 'processes': processes, **used, **metrics})
    return {'data': given.events, 'model': 'attention', 'protocol': 'leave-one-out', 'runs': runs}


def _evaluated(given: argparse.Namespace, work: Path, args: list[str]) -> dict[str, float]:
    record = work / 'evaluated.json'
    command = [*shlex.split(given.vitrine), 'evaluate', '--data', given.events, '--model', 'attention', *args]
    asked = ['--record', str(record), '--work', str(work / 'evaluated')]
    subprocess.run([*command, *asked], check=True, stdout=subprocess.DEVNULL)
    metrics = json.loads(record.read_text(encoding='utf-8'))['metrics']
    return {name: metrics[name] for name in ('recall@10', 'ndcg@10')}


def _scores(given: argparse.Namespace, work: Path) -> dict[str, Any]:
    """What two logits of a list differ by at most, beside PyTorch's, and how many lists of ten are the same."""
    from .attention_net import from_section

    pack = read_pack(given.pack)
    net = from_section(pack.sections['attention'])
    rows = {product: row for row, product in enumerate(pack.product_ids, start=1)}
    lines = Path(given.events).read_text(encoding='utf-8').splitlines()
    lines = [lines[number * len(lines) // given.sessions] for number in range(min(given.sessions, len(lines)))]
    histories = [[one for one in line.split()[1:] if one in rows] for line in lines]
    asked = [
        {
            'name': str(number),
            'interactions': [
                {'name': 'view_item', 'product': one, 'at': 1_700_000_000_000 + step} for step, one in enumerate(items)
            ],
            'queries': [{'limit': _LISTED, 'seen': 'include'}],
        }
        for number, items in enumerate(histories)
    ]
    (work / 'histories.json').write_text(json.dumps(asked), encoding='utf-8')
    products = [{'id': one, 'title': one} for one in pack.product_ids]
    (work / 'products.json').write_text(json.dumps(products), encoding='utf-8')
    files = ['--products', str(work / 'products.json'), '--histories', str(work / 'histories.json')]
    command = [*shlex.split(given.vitrine), 'rank', '--pack', given.pack, *files]
    lists = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    largest, same = 0.0, 0
    for items, made in zip(histories, lists, strict=True):
        logits = net.scores([np.array([rows[one] for one in items], dtype=np.int32)])[0, 1:].double().numpy()
        best = [pack.product_ids[row] for row in np.argsort(-logits, kind='stable')[:_LISTED]]
        same += best == [one['id'] for one in made['items']]
        # The page's scores are shares among the candidates that it has: they tell of logits but for a sum of their own.
        offsets = [float(np.log(one['score'])) - logits[rows[one['id']] - 1] for one in made['items']]
        largest = max(largest, *(abs(offset - offsets[0]) for offset in offsets))
    return {'data': given.events, 'sessions': len(lists), 'largest difference': largest, 'same lists': same}


def _both(given: argparse.Namespace, log: Path, work: Path) -> dict[str, Any]:
    """Seconds and memory of both trainers, one after the other. The cluster's takes the choices of the other's pack."""
    asked = ['--min-shoppers', '1', '--fusion', 'weights', '--model', _COUNTED]
    node, spark = work / 'node.safetensors', work / 'spark.safetensors'
    command = [*shlex.split(given.vitrine), 'train', '--events', str(log), '--out', str(node)]
    found = {'vitrine train': _run([*command, '--work', str(work / 'work'), *asked])}
    command = [sys.executable, '-m', 'vitrine_spark.command', 'train', '--events', str(log), '--out', str(spark)]
    settings = ['--conf', 'spark.ui.enabled=false', '--conf', 'spark.driver.memory=2g']
    found['vitrine-spark train'] = _run([*command, '--like', str(node), '--master', given.master, *settings, *asked])
    return found


def _run(command: list[str]) -> dict[str, float]:
    """Seconds, those of processors, and the largest memory of all its processes together (resident, in MiB)."""
    start = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    used: dict[int, float] = {}
    largest = 0.0
    while process.poll() is None:
        resident = 0.0
        for pid, seconds, mebibytes in _processes_of(process.pid):
            used[pid] = seconds
            resident += mebibytes
        largest = max(largest, resident)
        time.sleep(0.2)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    seconds = round(time.monotonic() - start, 1)
    return {'seconds': seconds, 'processor seconds': round(sum(used.values()), 1), 'MiB': round(largest)}


def _processes_of(session: int) -> Iterator[tuple[int, float, float]]:
    ticks, page = os.sysconf('SC_CLK_TCK'), os.sysconf('SC_PAGE_SIZE')
    for entry in Path('/proc').glob('[0-9]*/stat'):
        try:
            fields = entry.read_text().rsplit(')', 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            yield int(entry.parent.name), (int(fields[11]) + int(fields[12])) / ticks, int(fields[21]) * page / 2**20


def _as_table(events: Path, table: Path, held_out: int = 0) -> Path:
    """`user item item …` a line as a table, with times for those that it lacks: they mix the shoppers.

    `held_out`: items at the end of each line that are left out.
    """
    with events.open(encoding='utf-8') as lines, table.open('w', encoding='utf-8') as out:
        out.write('user,item,ts\n')
        for number, line in enumerate(lines):
            user, *items = line.split()
            items = items[: len(items) - held_out]
            start = 1_600_000_000 + number * 7919 % 7_776_000
            out.writelines(f'{user},{item},{start + step * 86_400}\n' for step, item in enumerate(items))
    return table


def simulate(events: int, path: Path) -> Path:
    """A log with heavy tails: products by Zipf's law in groups that shoppers keep to, visits by a log-normal law."""
    drawn = np.random.default_rng(events)
    products = max(100, round(events**0.6 * 4))
    shoppers = max(10, events // 8)
    shares = drawn.lognormal(0, 1, shoppers)
    shopper = drawn.choice(shoppers, size=events, p=shares / shares.sum())
    group = (shopper * 31) % 64
    rank = np.minimum(drawn.zipf(1.3, events) - 1, products // 64 - 1)
    stays = drawn.random(events) < 0.8
    item = np.where(stays, group, drawn.integers(0, 64, events)) * (products // 64) + rank
    at = 1_600_000_000 + np.arange(events) * 7_776_000 // events
    with path.open('w', encoding='utf-8') as out:
        out.write('user,item,ts\n')
        for first in range(0, events, 100_000):
            rows = zip(
                shopper[first : first + 100_000],
                item[first : first + 100_000],
                at[first : first + 100_000],
                strict=True,
            )
            out.writelines(f's{user},p{product},{when}\n' for user, product, when in rows)
    return path


if __name__ == '__main__':
    main()
