"""The gateway of one Flower node: browsers speak HTTP with it, and the node's ClientApp carries what they say.

A browser asks for the task (`GET /task`) and posts its messages (`POST /messages`), whose answers it waits for. The
ClientApp posts one phase after the other to another address, which only this machine reaches, and waits for what the
browsers say. The gateway reads no content of a message: what is inside is masked, and meant for the aggregator.
"""

import argparse
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: A message with a vector of a million weights.
LONGEST_MESSAGE = 8 * 2**20 + 2**16
#: As many of these from the ClientApp.
LONGEST_PHASE = 2**30
#: How long a browser waits for an answer by default.
ANSWER_SECONDS = 600.0

Answer = tuple[int, dict[str, Any] | None]


class Gateway:
    """The browsers of one node, in one round at a time."""

    def __init__(self, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._changed = threading.Condition()
        self._answer_seconds = answer_seconds
        self._task: dict[str, Any] | None = None
        self._kind = ''
        self._most = 0
        #: Clients that may speak in this phase; in the first one anybody may.
        self._expected: set[str] | None = set()
        self._messages: dict[str, dict[str, Any]] = {}
        #: What the clients of the phase before are answered.
        self._answers: dict[str, Any] = {}
        #: Counts the phases.
        self._turn = 0

    def task(self) -> Answer:
        """The task of the round that is open to browsers, where one is: 200, else 204."""
        with self._changed:
            return (200, self._task) if self._is_open() else (204, None)

    def exchange(self, message: Any) -> Answer:
        """Takes a browser's message and waits for its answer."""
        if not isinstance(message, dict) or not all(
            isinstance(message.get(name), str) for name in ('kind', 'round', 'client')
        ):
            return _refused(400, 'This is no message of a round.')
        client = message['client']
        with self._changed:
            if self._task is None or message['round'] != self._task['round'] or message['kind'] != self._kind:
                return _refused(409, f'`{message["kind"]}` is not due, or its round is over.')
            if client in self._messages:
                return _refused(409, 'The message came already.')
            if not self._is_open() if self._expected is None else client not in self._expected:
                return _refused(409, 'The round is full, or goes on without this browser.')
            turn = self._turn
            self._messages[client] = message
            self._changed.notify_all()
            if not self._changed.wait_for(lambda: self._turn > turn, self._answer_seconds):
                return _refused(504, 'The round does not go on.')
            # In a later phase than the next one this browser has been left behind.
            answer = self._answers.get(client) if self._turn == turn + 1 else None
        return _refused(409, 'The round goes on without this browser.') if answer is None else (200, answer)

    def phase(self, asked: dict[str, Any]) -> Answer:
        """Ends the phase before with its answers and waits for what the browsers say in this one.

        `kind` of the messages that are due (`end`: none), `seconds` that there are for them, `answers` by client; with
        the first phase also `task` and `most`, how many browsers may join here.
        """
        with self._changed:
            self._answers = asked['answers']
            self._expected = None if 'task' in asked else set(self._answers)
            self._task = asked.get('task', self._task)
            self._kind = asked['kind']
            self._most = asked.get('most', len(self._answers))
            self._messages = {}
            self._turn += 1
            self._changed.notify_all()
            if self._kind == 'end':
                self._task = None
                return 200, {'messages': []}
            self._changed.wait_for(lambda: len(self._messages) >= self._most, asked['seconds'])
            return 200, {'messages': list(self._messages.values())}

    def _is_open(self) -> bool:
        return self._expected is None and self._task is not None and len(self._messages) < self._most


def _refused(status: int, why: str) -> Answer:
    return status, {'code': 'federated-refused', 'message': why}


def serve(
    address: tuple[str, int], routes: dict[tuple[str, str], Callable[[Any], Answer]], longest: int, origin: str = ''
) -> ThreadingHTTPServer:
    """A server of JSON. Bodies longer than `longest` are refused; pages of `origin` may read its answers."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'
        #: Ends connections that send nothing.
        timeout = ANSWER_SECONDS

        def do_GET(self) -> None:
            self._answer(None)

        def do_OPTIONS(self) -> None:
            self._send(204, None)

        def do_POST(self) -> None:
            length = self.headers.get('content-length', '')
            if not length.isdecimal() or int(length) > longest:
                self.close_connection = True
                self._send(*_refused(413, f'A message has a length, of {longest} bytes at most.'))
                return
            try:
                body = json.loads(self.rfile.read(int(length)))
            except ValueError:  # of bytes that are no text, too
                self._send(*_refused(400, 'This is no JSON.'))
                return
            self._answer(body)

        def _answer(self, body: Any) -> None:
            route = routes.get((self.command, self.path.partition('?')[0]))
            self._send(*(_refused(404, 'There is nothing here.') if route is None else route(body)))

        def _send(self, status: int, body: dict[str, Any] | None) -> None:
            data = b'' if body is None else json.dumps(body).encode()
            self.send_response(status)
            if origin:
                self.send_header('access-control-allow-origin', origin)
                self.send_header('access-control-allow-headers', 'content-type')
            self.send_header('cache-control', 'no-store')
            self.send_header('content-type', 'application/json')
            if status != 204:
                self.send_header('content-length', str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that the library calls it by
            """Says nothing: an address in a log would tell who took part."""

    server = ThreadingHTTPServer(address, Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def open_gateway(
    listen: tuple[str, int], control: tuple[str, int], origin: str = '', gateway: Gateway | None = None
) -> tuple[ThreadingHTTPServer, ThreadingHTTPServer]:
    """Both sides of a gateway, started: that of browsers and that of the ClientApp."""
    own = Gateway() if gateway is None else gateway
    browsers = {('GET', '/task'): lambda _: own.task(), ('POST', '/messages'): own.exchange}
    return (
        serve(listen, browsers, LONGEST_MESSAGE, origin),
        serve(control, {('POST', '/phase'): own.phase}, LONGEST_PHASE),
    )


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(':')
    return host, int(port)


def main() -> None:
    """Runs a gateway until it is stopped."""
    parser = argparse.ArgumentParser(prog='vitrine-gateway', description='Takes messages of browsers to a Flower node.')
    parser.add_argument('--listen', type=_address, required=True, metavar='HOST:PORT', help='where browsers reach it')
    parser.add_argument(
        '--control',
        type=_address,
        required=True,
        metavar='HOST:PORT',
        help='where the ClientApp reaches it, and nobody else may: 127.0.0.1:PORT',
    )
    parser.add_argument('--origin', default='', help="the shop's pages, such as https://shop.example")
    given = parser.parse_args()
    open_gateway(given.listen, given.control, given.origin)
    print('The gateway is open.', flush=True)
    while True:
        time.sleep(3600)


if __name__ == '__main__':
    main()
