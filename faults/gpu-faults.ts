/** Comes before the neural worker's own script: the page can take its graphics devices away. */
const devices: GPUDevice[] = [];
if ('GPUAdapter' in self) {
  const own = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...parameters) {
    const device = await own.apply(this, parameters);
    devices.push(device);
    return device;
  };
}
new BroadcastChannel('gpu faults').addEventListener('message', () => {
  for (const device of devices.splice(0)) device.destroy();
});

export {};
