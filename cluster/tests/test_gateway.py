"""The gateway between browsers and a Flower node."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from vitrine_federated.gateway import LONGEST_MESSAGE, Gateway, open_gateway

TASK = {'kind': 'task', 'round': 'r1'}
#: What never comes on a busy machine has come by then.
PATIENCE = 60


def message(client: str, kind: str = 'keys', **changes: Any) -> dict[str, Any]:
    return {'kind': kind, 'round': 'r1', 'client': client, 'content': 'masked', **changes}


class Node:
    """A gateway, its browsers and its ClientApp, each call in a thread of its own."""

    def __init__(self, answer_seconds: float = PATIENCE) -> None:
        self.gateway = Gateway(answer_seconds)
        self.pool = ThreadPoolExecutor(16)

    def say(self, client: str, kind: str = 'keys') -> 'Future[Any]':
        return self.pool.submit(self.gateway.exchange, message(client, kind))

    def phase(self, kind: str, answers: dict[str, Any], seconds: float = PATIENCE, **first: Any) -> 'Future[Any]':
        asked = {'kind': kind, 'seconds': seconds, 'answers': answers, **first}
        return self.pool.submit(self.gateway.phase, asked)

    def wait_for_task(self) -> None:
        stop = threading.Event()
        while self.gateway.task()[0] != 200:
            assert not stop.wait(0.01)


@pytest.fixture
def node() -> Iterator[Node]:
    own = Node()
    yield own
    own.pool.shutdown(wait=False, cancel_futures=True)


def clients_of(answer: Any) -> set[str]:
    return {one['client'] for one in answer[1]['messages']}


def test_each_browser_gets_its_own_answer_when_the_next_phase_begins(node: Node) -> None:
    assert node.gateway.task() == (204, None)
    first = node.phase('keys', {}, task=TASK, most=2)
    node.wait_for_task()
    a, b = node.say('a'), node.say('b')
    assert clients_of(first.result(PATIENCE)) == {'a', 'b'}
    assert node.gateway.task() == (204, None)
    second = node.phase('shares', {'a': {'for': 'a'}, 'b': {'for': 'b'}})
    assert a.result(PATIENCE) == (200, {'for': 'a'})
    assert b.result(PATIENCE) == (200, {'for': 'b'})
    said = node.say('a', 'shares'), node.say('b', 'shares')
    assert clients_of(second.result(PATIENCE)) == {'a', 'b'}
    node.phase('end', {'a': {'kind': 'received'}, 'b': {'kind': 'received'}}).result(PATIENCE)
    assert [one.result(PATIENCE)[0] for one in said] == [200, 200]


def test_who_is_late_or_gets_no_answer_is_out_of_the_round(node: Node) -> None:
    first = node.phase('keys', {}, task=TASK, most=3)
    node.wait_for_task()
    said = [node.say(client) for client in 'abc']
    assert clients_of(first.result(PATIENCE)) == {'a', 'b', 'c'}
    # The aggregator refused c; b says nothing in time.
    second = node.phase('shares', {'a': {}, 'b': {}}, seconds=0.2)
    assert [one.result(PATIENCE)[0] for one in said] == [200, 200, 409]
    a = node.say('a', 'shares')
    assert clients_of(second.result(PATIENCE)) <= {'a'}
    third = node.phase('masked-input', {'a': {}})
    assert a.result(PATIENCE)[0] == 200
    for client in 'bc':
        assert node.gateway.exchange(message(client, 'masked-input'))[0] == 409
    node.say('a', 'masked-input')
    assert clients_of(third.result(PATIENCE)) == {'a'}


def test_what_does_not_fit_is_refused_and_changes_nothing(node: Node) -> None:
    assert node.gateway.exchange(message('a'))[0] == 409
    first = node.phase('keys', {}, task=TASK, most=2)
    node.wait_for_task()
    a = node.say('a')
    while len(node.gateway._messages) < 1:
        threading.Event().wait(0.01)
    refused: list[Any] = [
        message('a'),
        message('b', 'shares'),
        message('b', round='r0'),
        {**message('b'), 'client': 1},
        [],
        'text',
        None,
        {},
    ]
    statuses = [node.gateway.exchange(one)[0] for one in refused]
    assert statuses == [409, 409, 409, 400, 400, 400, 400, 400]
    b = node.say('b')
    assert clients_of(first.result(PATIENCE)) == {'a', 'b'}
    assert node.gateway.exchange(message('c'))[0] == 409
    node.phase('end', {}).result(PATIENCE)
    assert [one.result(PATIENCE)[0] for one in (a, b)] == [409, 409]


def test_a_browser_is_told_where_the_run_has_died() -> None:
    node = Node(answer_seconds=0.1)
    first = node.phase('keys', {}, task=TASK, most=1)
    node.wait_for_task()
    assert node.say('a').result(PATIENCE)[0] == 504
    first.result(PATIENCE)


def test_over_http_with_bodies_that_nobody_vouches_for() -> None:
    browsers, control = open_gateway(('127.0.0.1', 0), ('127.0.0.1', 0), 'https://shop.example')
    address = f'http://127.0.0.1:{browsers.server_address[1]}'

    def post(body: bytes, to: str = f'{address}/messages', **headers: str) -> tuple[int, Any]:
        try:
            with urlopen(Request(to, body, headers), timeout=PATIENCE) as answer:
                return answer.status, json.loads(answer.read())
        except HTTPError as refused:
            return refused.code, json.loads(refused.read())

    try:
        assert post(b'<!doctype html>') == (400, {'code': 'federated-refused', 'message': 'This is no JSON.'})
        assert post(b'\xff\xfe')[0] == 400
        assert post(b'[1]')[0] == 400
        assert post(json.dumps(message('a')).encode())[0] == 409
        assert post(b'x', **{'content-length': str(LONGEST_MESSAGE + 1)})[0] == 413
        # Browsers cannot end a phase.
        assert post(b'{}', f'{address}/phase')[0] == 404
        with urlopen(f'{address}/task', timeout=PATIENCE) as answer:
            assert answer.status == 204
            assert answer.headers['access-control-allow-origin'] == 'https://shop.example'
        end = {'kind': 'end', 'seconds': 0, 'answers': {}}
        status, said = post(json.dumps(end).encode(), f'http://127.0.0.1:{control.server_address[1]}/phase')
        assert (status, said) == (200, {'messages': []})
    finally:
        browsers.shutdown()
        control.shutdown()
