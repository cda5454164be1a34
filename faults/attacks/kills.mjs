// The browser's process is killed while a visitor clicks, and its profile opened again.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from '../compare.mjs';
import { drawing } from '../drawing.mjs';

export const title = 'The browser is killed';
export const protocol =
  'Chromium with a profile of its own opens a page that tracks one product after another and tells the server of each that was acknowledged as stored. At a drawn moment the whole group of its processes gets SIGKILL; the next start of the same profile first tells what history it has. Every second profile does the same with the browser’s own storage and nothing of Vitrine. A browser that finds its own files torn says so in its log and deletes the whole database: such a profile is counted as torn, and what lay in it is not counted as lost.';

/** Kills of one profile, before a new one is begun: a history stays short enough to be told whole. */
const A_PROFILE = 10;
/** At least so many are acknowledged before a kill. */
const MOMENTS = 40;

/** What the browser's log says where it deletes a database whose files a kill left torn. */
const TORN = 'recovering from a corrupted (and deleted) database';

/** @param count kills under Vitrine, and as many without it */
export async function attack({ executable, server, count, progress, kept }) {
  const none = () => ({ kills: 0, acknowledged: 0, lost: [], twice: [], unread: 0, torn: 0 });
  const sums = kept.state ?? { vitrine: none(), plain: none() };
  const draw = drawing(sums.vitrine.kills + 1);
  while (sums.plain.kills < count) {
    const storage = sums.vitrine.kills > sums.plain.kills ? 'plain' : 'vitrine';
    await killOneProfile({ executable, server, storage, count, draw, sum: sums[storage] });
    progress(sums.plain.kills, `${sums.vitrine.acknowledged} acknowledged`);
    kept.save(sums);
  }
  const { acknowledged, torn } = sums.plain;
  return { ...sums.vitrine, plain: { kills: count, acknowledged, torn } };
}

async function killOneProfile({ executable, server, storage, count, draw, sum }) {
  const profile = mkdtempSync(join(tmpdir(), 'vitrine-kills-'));
  const acknowledged = new Set();
  try {
    for (let start = 0; start <= A_PROFILE; start++) {
      const news = server.listen();
      const browser = spawn(
        executable,
        [
          '--headless=new',
          '--no-sandbox',
          '--disable-gpu',
          '--no-first-run',
          '--disable-background-networking',
          '--enable-logging=stderr',
          `--user-data-dir=${profile}`,
          `${server.origin}/?storage=${storage}&kills=${start}`,
        ],
        { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      let log = '';
      browser.stderr.on('data', (chunk) => {
        log += chunk;
      });
      const history = await news.history;
      if (history === undefined) sum.unread++;
      if (log.includes(TORN)) {
        sum.torn++;
        acknowledged.clear();
      }
      compare(history ?? [], acknowledged, sum);
      // Each that is lost is counted once.
      for (const id of sum.lost) acknowledged.delete(id);
      if (start === A_PROFILE || sum.kills === count || history === undefined) {
        await killed(browser);
        break;
      }
      await news.acknowledged(1 + draw(MOMENTS));
      await new Promise((resolve) => setTimeout(resolve, draw(60)));
      await killed(browser);
      for (const id of news.end()) acknowledged.add(id);
      sum.acknowledged += news.end().length;
      sum.kills++;
    }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

function killed(browser) {
  const gone = new Promise((resolve) => browser.once('exit', resolve));
  process.kill(-browser.pid, 'SIGKILL');
  return gone;
}

export const failures = ({ lost, twice, unread }) => lost.length + twice.length + unread;
