"""Vitrine's rounds as a Flower app.

Each node's ClientApp carries the four phases of a round to the node's gateway, and the browsers' messages back. The
ServerApp gives them to the project's own aggregator, which runs on Node: a copy of it in Python would have to be kept
the same for ever. What it learns is the sum; it adds the mean to the pack's encoder and publishes the pack that the next
round starts from.
"""

import base64
import hashlib
import json
import logging
import shlex
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
from flwr.app import ConfigRecord, Context, Message, RecordDict
from flwr.clientapp import ClientApp
from flwr.serverapp import Grid, ServerApp
from numpy.typing import NDArray

server = ServerApp()
client = ClientApp()

_log = logging.getLogger('flwr')
_PHASES = ('keys', 'shares', 'masked-input', 'unmasking')
#: Beyond the time that browsers have: a node that has not answered by then is lost.
_SPARE_SECONDS = 60
_LENGTH_BYTES = 8
#: Of the section `attention`, what is no weight of its encoder: which vectors move tells a history.
_VECTORS = ('items', 'scales', 'fine')


@client.query()
def carry(message: Message, context: Context) -> Message:
    """One phase at this node: what the server says goes to the gateway, and what the browsers say comes back."""
    said = message.content['phase']
    address = f'http://{context.node_config["gateway"]}/phase'
    request = Request(address, str(said['json']).encode(), {'content-type': 'application/json'})
    with urlopen(request) as answer:  # noqa: S310 - always http
        messages = answer.read().decode()
    return Message(_record(messages), reply_to=message)


@server.main()
def run_rounds(grid: Grid, context: Context) -> None:
    """All rounds of a run. A round that comes to no sum changes nothing, and the next one starts."""
    config: dict[str, Any] = dict(context.run_config)
    out = Path(config['out'])
    out.mkdir(parents=True, exist_ok=True)
    pack = Path(config['pack']).read_bytes()
    names = [name for name in config['weights'].split(',') if name] or encoder_weights(pack)
    step = np.zeros(length_of(pack, names), dtype=np.float32)
    while len(list(grid.get_node_ids())) < config['nodes']:
        time.sleep(0.5)
    told = []
    for number in range(1, config['rounds'] + 1):
        _replace(out / 'shop.safetensors', pack)
        task = task_of(config, pack, names, f'{context.run_id}-{number}')
        aggregator = Aggregator(config['aggregator'], task, len(step))
        try:
            found = _run_round(grid, aggregator, task, config)
        finally:
            aggregator.close()
        told.append({key: value for key, value in found.items() if key != 'sum'})
        if 'sum' in found:
            np.save(out / f'sum-{number}.npy', found['sum'])
            mean = found['sum'] / (task['resolution'] * len(found['survivors']))
            step = (config['momentum'] * step + config['server-rate'] * mean).astype(np.float32)
            pack = stepped(pack, names, step)
            _replace(out / f'shop-{number}.safetensors', pack)
        _replace(out / 'rounds.json', json.dumps(told, indent=2).encode())
    _replace(out / 'shop.safetensors', pack)


def task_of(config: dict[str, Any], pack: bytes, names: list[str], name: str) -> dict[str, Any]:
    """What browsers are asked for, as docs/federated.md has it."""
    return {
        'format': 'vitrine-federated',
        'version': 1,
        'kind': 'task',
        'round': name,
        'pack': hashlib.sha256(pack).hexdigest(),
        'weights': names,
        'steps': config['steps'],
        'learningRate': config['learning-rate'],
        'clippingNorm': config['clipping-norm'],
        'noiseMultiplier': config['noise-multiplier'],
        'resolution': config['resolution'],
        'cohort': config['cohort'],
        'survivors': config['survivors'],
    }


def _run_round(grid: Grid, aggregator: 'Aggregator', task: dict[str, Any], config: dict[str, Any]) -> dict[str, Any]:
    """One round: who was in the sum, and the sum; or why there is none. Beside it, why messages were refused."""
    nodes = sorted(grid.get_node_ids())
    #: Of each node's browsers, the answers to what they said last.
    answers: dict[int, dict[str, Any]] = {node: {} for node in nodes}
    #: The node that a browser joined by.
    node_of: dict[str, int] = {}
    found: dict[str, Any] = {'round': task['round'], 'messages': 0, 'refused': []}
    try:
        for kind in _PHASES:
            asked: dict[str, Any] = {'kind': kind, 'seconds': config['phase-seconds']}
            if kind == 'keys':
                # The first nodes take one more where the cohort cannot be divided.
                shares = [(config['cohort'] + i) // len(nodes) for i in reversed(range(len(nodes)))]
                first = {node: {'task': task, 'most': most} for node, most in zip(nodes, shares, strict=True)}
            said = _ask(
                grid, {n: {**asked, **(first[n] if kind == 'keys' else {}), 'answers': answers[n]} for n in nodes}
            )
            for node, messages in said.items():
                for message in messages:
                    found['messages'] += 1
                    why = aggregator.receive(message)
                    if why is None:
                        node_of.setdefault(message['client'], node)
                    else:
                        found['refused'].append(f'{kind}: {why}')
            answers = {node: {} for node in nodes}
            for name, answer in aggregator.next().items():
                answers[node_of[name]][name] = answer
        survivors, found['sum'] = aggregator.sum()
        found['survivors'] = survivors
        _log.info('Round %s: the sum of %d browsers', task['round'], len(survivors))
    except RefusedError as why:
        found['none'] = str(why)
        answers = {node: {} for node in nodes}
        _log.warning('Round %s comes to no sum: %s', task['round'], why)
    _ask(grid, {node: {'kind': 'end', 'seconds': 0, 'answers': answers[node]} for node in nodes})
    return found


def _ask(grid: Grid, asked: dict[int, dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """Asks all nodes at once. A node that fails or answers too late has no messages: its browsers drop out."""
    seconds = max(one['seconds'] for one in asked.values()) + _SPARE_SECONDS
    messages = [
        Message(_record(json.dumps(one)), dst_node_id=node, message_type='query', ttl=seconds)
        for node, one in asked.items()
    ]
    said: dict[int, list[dict[str, Any]]] = {node: [] for node in asked}
    for reply in grid.send_and_receive(messages, timeout=seconds):
        node = reply.metadata.src_node_id
        if reply.has_error():
            _log.warning('Node %d failed: %s', node, reply.error.reason)
        else:
            said[node] = json.loads(str(reply.content['phase']['json']))['messages']
    return said


def _record(text: str) -> RecordDict:
    return RecordDict({'phase': ConfigRecord({'json': text})})


class RefusedError(Exception):
    """The aggregator refuses a message, or the round."""


class Aggregator:
    """Secure aggregation of one round: `aggregate.mjs`, in a process of Node."""

    def __init__(self, command: str, task: dict[str, Any], length: int) -> None:
        """Raises RefusedError where the task is wrong."""
        self._process = subprocess.Popen(
            shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding='utf-8'
        )
        self._ask('start', task=task, length=length)

    def receive(self, message: dict[str, Any]) -> str | None:
        """Takes one browser's message. Returns why it is refused, where it is."""
        try:
            self._ask('receive', message=message)
        except RefusedError as why:
            return str(why)
        return None

    def next(self) -> dict[str, Any]:
        """Ends the phase. Returns the answer to each client that is left. Raises RefusedError where too few are."""
        return dict(self._ask('next'))

    def sum(self) -> tuple[list[str], NDArray[np.int32]]:
        """Whose updates are in the sum, and the sum in fixed point.

        Raises RefusedError where too few helped to unmask it.
        """
        found = self._ask('sum')
        return found['survivors'], np.frombuffer(base64.b64decode(found['sum']), dtype='<i4')

    def close(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.communicate()

    def _ask(self, ask: str, **rest: Any) -> Any:
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError('The aggregator has no pipes.')
        self._process.stdin.write(json.dumps({'ask': ask, **rest}) + '\n')
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if line == '':
            raise RuntimeError('The aggregator ended; what it said is above. Check the option `aggregator`.')
        answer = json.loads(line)
        if 'refused' in answer:
            raise RefusedError(answer['refused'])
        return answer['done']


def encoder_weights(pack: bytes) -> list[str]:
    """Names of all weights of a pack's encoder."""
    prefix = 'attention/'
    names = [name.removeprefix(prefix) for name in _header(pack)[0] if name.startswith(prefix)]
    return [name for name in names if name not in _VECTORS]


def length_of(pack: bytes, names: list[str]) -> int:
    """Numbers in these weights together. Raises ValueError where the pack lacks one, or it is none of the encoder."""
    return sum((end - begin) // 4 for begin, end in _places(pack, names))


def stepped(pack: bytes, names: list[str], step: NDArray[np.float32]) -> bytes:
    """The pack with a step added to these weights, which it has one after the other."""
    moved = bytearray(pack)
    at = 0
    for begin, end in _places(pack, names):
        weights = np.frombuffer(pack, dtype='<f4', count=(end - begin) // 4, offset=begin)
        moved[begin:end] = (weights + step[at : at + len(weights)]).astype('<f4').tobytes()
        at += len(weights)
    return bytes(moved)


def _places(pack: bytes, names: list[str]) -> list[tuple[int, int]]:
    header, start = _header(pack)
    places = []
    for name in names:
        entry = header.get(f'attention/{name}')
        if entry is None or entry['dtype'] != 'F32' or name in _VECTORS:
            raise ValueError(f'The pack has no weights `{name}` of an attention model.')
        begin, end = entry['data_offsets']
        places.append((start + begin, start + end))
    return places


def _header(pack: bytes) -> tuple[dict[str, Any], int]:
    """The tensors of a pack, and where their bytes begin."""
    end = _LENGTH_BYTES + int.from_bytes(pack[:_LENGTH_BYTES], 'little')
    return json.loads(pack[_LENGTH_BYTES:end]), end


def _replace(path: Path, data: bytes) -> None:
    """Written as a whole or not at all: browsers read it meanwhile."""
    part = path.with_name(f'{path.name}.part')
    part.write_bytes(data)
    part.replace(path)
