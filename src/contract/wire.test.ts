import { afterEach, expect, test } from 'vitest';
import { fromWire, toWire, VitrineError } from './errors.ts';
import { portTo, remote, serve } from './wire.ts';

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1, port2 } of channels.splice(0)) {
    port1.close();
    port2.close();
  }
});

function connect<TInterface extends object>(implementation: TInterface) {
  const channel = new MessageChannel();
  channels.push(channel);
  serve(implementation, channel.port1);
  return remote<TInterface>(channel.port2);
}

test('a VitrineError arrives as one, with code, remedy and cause', async () => {
  const service = connect({
    async fail(): Promise<void> {
      throw new VitrineError('pack-version', 'Version 9.', { remedy: 'Train again.', cause: new Error('header') });
    },
  });
  const error = await service.fail().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(VitrineError);
  expect(error).toMatchObject({ code: 'pack-version', message: 'Version 9.', remedy: 'Train again.' });
  expect(String((error as VitrineError).cause)).toContain('header');
});

test.each([[new TypeError('strange')], ['strange'], [undefined]])(
  'anything else thrown arrives as internal: %s',
  async (thrown) => {
    const service = connect({
      async fail(): Promise<void> {
        throw thrown;
      },
    });
    await expect(service.fail()).rejects.toMatchObject({ name: 'VitrineError', code: 'internal' });
  },
);

test('an answer that cannot be cloned is an error, not silence', async () => {
  const service = connect({ give: async () => ({ inner: () => 1 }) });
  await expect(service.give()).rejects.toBeInstanceOf(VitrineError);
});

test('a function crosses as a callback, also through a second border', async () => {
  const inner = connect({
    async count(onStep: (step: number) => void): Promise<string> {
      await onStep(1);
      await onStep(2);
      return 'done';
    },
  });
  const outer = connect({ count: (onStep: (step: number) => void) => inner.count(onStep) });
  const steps: number[] = [];
  await expect(outer.count((step) => void steps.push(step))).resolves.toBe('done');
  expect(steps).toEqual([1, 2]);
});

test('a port to a service is passed on to a third thread', async () => {
  const greeter = connect({ greet: async () => 'hello' });
  const caller = connect({
    ask: (port: MessagePort) => {
      channels.push({ port1: port, port2: port });
      return remote<{ greet(): Promise<string> }>(port).greet();
    },
  });
  await expect(caller.ask(await portTo(greeter))).resolves.toBe('hello');
});

test('an error brings its stack along; one that has none, as some browsers make them, arrives all the same', () => {
  const error = new VitrineError('storage', 'Full.');
  expect(fromWire(toWire(error)).stack).toBe(error.stack);
  Reflect.deleteProperty(error, 'stack');
  const wire = toWire(error);
  expect(wire).toEqual({ code: 'storage', message: 'Full.', remedy: '' });
  expect(fromWire(wire)).toMatchObject({ code: 'storage', message: 'Full.', remedy: '' });
});
