// The browser's process is killed while a visitor clicks, and its profile opened again.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from '../compare.mjs';
import { drawing } from '../drawing.mjs';

export const title = 'The browser is killed';
export const protocol =
  'Chromium with a profile of its own opens a page that tracks one product after another and tells the server of each that was acknowledged. At a drawn moment the whole group of its processes gets SIGKILL; the next start of the same profile first tells what history it has.';

/** Kills of one profile, before a new one is begun: a history stays short enough to be told whole. */
const A_PROFILE = 10;
/** At least so many are acknowledged before a kill. */
const MOMENTS = 40;

/** @param count kills */
export async function attack({ executable, server, count, progress, kept }) {
  const sum = kept.state ?? { kills: 0, acknowledged: 0, lost: [], twice: [], unread: 0, emptied: 0 };
  const draw = drawing(sum.kills + 1);
  while (sum.kills < count) {
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
            `--user-data-dir=${profile}`,
            `${server.origin}/?kills=${start}`,
          ],
          { detached: true, stdio: 'ignore' },
        );
        const history = await news.history;
        if (history === undefined) sum.unread++;
        const has = history ?? [];
        compare(has, acknowledged, sum);
        // Each that is lost is counted once; a history that is gone whole was not torn by a write of ours.
        if (acknowledged.size > 0 && has.length === 0) sum.emptied++;
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
        progress(++sum.kills, `${sum.acknowledged} acknowledged`);
      }
    } finally {
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    }
    kept.save(sum);
  }
  return sum;
}

function killed(browser) {
  const gone = new Promise((resolve) => browser.once('exit', resolve));
  process.kill(-browser.pid, 'SIGKILL');
  return gone;
}

export const failures = ({ lost, twice, unread }) => lost.length + twice.length + unread;
