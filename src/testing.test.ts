import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { type Fault, failFetches, failMessages } from './testing.ts';

afterEach(() => vi.unstubAllGlobals());

const posts = () => {
  const came: unknown[] = [];
  return { came, port: { postMessage: (message: unknown) => void came.push(message) } };
};

/** Posts 1 … 4. @returns what was thrown at which */
function postFour(port: { postMessage: (message: unknown) => void }): string[] {
  return [1, 2, 3, 4].flatMap((message) => {
    try {
      port.postMessage(message);
      return [];
    } catch (error) {
      return [`${message}: ${(error as Error).name}`];
    }
  });
}

test.each<[Fault, unknown[], string[]]>([
  [{ at: 2, how: 'once', kind: 'hangs' }, [1, 3, 4], []],
  [{ at: 2, how: 'on', kind: 'hangs' }, [1], []],
  [{ at: 3, how: 'once', kind: 'throws' }, [1, 2, 4], ['3: DataCloneError']],
  [{ at: 3, how: 'on', kind: 'aborts', error: 'DataError' }, [1, 2], ['3: DataError', '4: DataError']],
  [{ at: 9, how: 'once', kind: 'throws' }, [1, 2, 3, 4], []],
])('messages fail as asked: %o', (fault, arrived, thrown) => {
  const { came, port } = posts();
  const injected = failMessages(port, fault);
  expect(postFour(port)).toEqual(thrown);
  expect(came).toEqual(arrived);
  expect(injected.operations()).toBe(4);
  expect(injected.met()).toBe(fault.at <= 4);
  expect(injected.failed()).toBe(4 - arrived.length);
  injected.clear();
  port.postMessage(5);
  expect(came.at(-1)).toBe(5);
});

test('a real port fails too', () => {
  const { port1, port2 } = new MessageChannel();
  failMessages(port1, { at: 1, how: 'once', kind: 'throws' });
  expect(() => port1.postMessage(1)).toThrow('A fault that was asked for.');
  port1.close();
  port2.close();
});

test('a fetch is refused, breaks off, or never answers; then all works again', async () => {
  vi.stubGlobal('fetch', async () => new Response('whole'));
  const refused = failFetches({ at: 1, how: 'once', kind: 'throws' });
  await expect(fetch('/')).rejects.toThrow(TypeError);
  expect(await (await fetch('/')).text()).toBe('whole');
  refused.clear();

  const torn = failFetches({ at: 1, how: 'on', kind: 'aborts' });
  await expect((await fetch('/')).text()).rejects.toThrow('A fault that was asked for.');
  torn.clear();

  const silent = failFetches({ at: 1, how: 'once', kind: 'hangs' });
  const never = vi.fn();
  void fetch('/').then(never, never);
  expect(await (await fetch('/')).text()).toBe('whole');
  expect(never).not.toHaveBeenCalled();
  expect(silent.failed()).toBe(1);
  silent.clear();
});
