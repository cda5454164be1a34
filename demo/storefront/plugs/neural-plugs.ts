import { type PlugMessage, plugChannel, TAKEN } from './pulled.ts';

/**
 * Keeps the graphics devices of this worker, so that the page can have one destroyed, as a driver that crashes destroys it.
 */
export function acceptGpuPlug(): void {
  const devices: GPUDevice[] = [];
  if ('GPUAdapter' in globalThis) {
    const own = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...parameters) {
      const device = await own.apply(this, parameters);
      devices.push(device);
      return device;
    };
  }
  plugChannel().addEventListener('message', ({ data }: MessageEvent<PlugMessage | typeof TAKEN>) => {
    if (data !== TAKEN && data.pulled.includes('gpu')) for (const device of devices.splice(0)) device.destroy();
  });
}
