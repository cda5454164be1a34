// The graphics device is taken away while the page trains on it.
import { openBrowser } from '../../bench/harness/browser.mjs';
import { drawing } from '../drawing.mjs';
import { openPage } from '../page.mjs';

export const title = 'The graphics device is lost under a training';
export const protocol =
  'A page fine-tunes on WebGPU (in software, where the machine has no GPU). At a drawn moment its device is destroyed, or the browser’s GPU process is killed. The training has to end as one that nothing happened to (the same loss to a thousandth, the same list), or with a typed error and the list of before.';

/** WebGPU in software, and no limit to how often the GPU process may come back. */
const FLAGS = ['--enable-unsafe-webgpu', '--disable-gpu-process-crash-limit'];

/** @param count losses */
export async function attack({ origin, count, progress }) {
  const browser = await openBrowser(FLAGS);
  const sum = {
    losses: 0,
    destroyed: 0,
    killed: 0,
    backends: {},
    trained: 0,
    refused: {},
    wrong: [],
    errorsOnThePage: [],
  };
  const draw = drawing(1);
  try {
    const page = await openPage(browser, origin);
    const calm = await page.call('train', 'gpu-calm');
    sum.calm = calm;
    for (let i = 0; i < count; i++) {
      const training = page.call('train', `gpu-${i}`);
      await page.page.evaluate(() =>
        new Promise((resolve) => window.addEventListener('training-step', resolve, { once: true })).then(
          () => undefined,
        ),
      );
      await new Promise((resolve) => setTimeout(resolve, draw(400)));
      const kill = i % 2 === 1 && (await killGpuProcess(browser));
      if (!kill) await page.call('loseGpu');
      sum[kill ? 'killed' : 'destroyed']++;
      const report = await training;
      sum.losses++;
      if (report.end === 'trained') {
        sum.trained++;
        sum.backends[report.backend] = (sum.backends[report.backend] ?? 0) + 1;
        const same = Math.abs(report.after - calm.after) <= 1e-3 * Math.abs(calm.after);
        if (!same || report.list.join() !== calm.list.join()) sum.wrong.push(`${i}: ${JSON.stringify(report)}`);
      } else {
        sum.refused[report.end] = (sum.refused[report.end] ?? 0) + 1;
        if (report.end === 'internal' || report.end.startsWith('untyped')) sum.wrong.push(`${i}: ${report.end}`);
      }
      if (!report.finite) sum.wrong.push(`${i}: a score that is no number`);
      progress(sum.losses, `${sum.trained} trained to the end`);
    }
    sum.errorsOnThePage = await page.close();
  } finally {
    await browser.close();
  }
  return sum;
}

/** @returns whether there was one */
async function killGpuProcess(browser) {
  const protocol = await browser.newBrowserCDPSession();
  const { processInfo } = await protocol.send('SystemInfo.getProcessInfo');
  await protocol.detach();
  const gpu = processInfo.find(({ type }) => /gpu/i.test(type));
  if (gpu === undefined) return false;
  process.kill(gpu.id, 'SIGKILL');
  return true;
}

export const failures = ({ wrong, errorsOnThePage }) => wrong.length + errorsOnThePage.length;
