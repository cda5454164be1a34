// Five tabs of one shop at once, one of which crashes.
import { compare } from '../compare.mjs';
import { drawing } from '../drawing.mjs';
import { openPage } from '../page.mjs';

export const title = 'Five tabs click at once, and one crashes';
export const protocol =
  'Five pages of one browser track 100 products each at the same time; at a drawn moment the renderer of one of them crashes. When the others are done, each tells the history that it has, and a new page tells what is stored.';

const TABS = 5;
const CLICKS = 100;

/** @param count rounds */
export async function attack({ browser, origin, count, progress }) {
  const sum = {
    rounds: 0,
    crashed: 0,
    acknowledged: 0,
    lost: [],
    twice: [],
    refused: [],
    disagreeing: [],
    errorsOnThePage: [],
  };
  const draw = drawing(1);
  for (let round = 0; round < count; round++) {
    const context = await browser.newContext();
    const acknowledged = [];
    await context.exposeFunction('acknowledgedOutside', (product) => void acknowledged.push(product));
    const tabs = [];
    for (let tab = 0; tab < TABS; tab++) tabs.push(await openPage(browser, origin, context));
    await Promise.all(tabs.map((tab, i) => tab.call('startClicking', 'tabs', `tab-${i}`, CLICKS)));
    await new Promise((resolve) => setTimeout(resolve, draw(800)));
    const [doomed, ...others] = tabs;
    if (await crash(doomed)) sum.crashed++;
    for (const other of others) sum.refused.push(...(await other.call('clicksEnded')));
    const late = await openPage(browser, origin, context);
    const stored = await late.call('historyOf', 'tabs', acknowledged);
    compare(stored, acknowledged, sum);
    const histories = await Promise.all(others.map((tab) => agreeing(tab, stored)));
    if (histories.includes(false)) sum.disagreeing.push(`round ${round}`);
    for (const tab of [...others, late]) sum.errorsOnThePage.push(...tab.errors);
    sum.rounds++;
    sum.acknowledged += acknowledged.length;
    await context.close();
    progress(sum.rounds, `${sum.acknowledged} acknowledged`);
  }
  return sum;
}

/** Ends the renderer of a tab. @returns whether it is gone */
export async function crash(tab) {
  const gone = new Promise((resolve) => tab.page.once('crash', () => resolve(true)));
  const protocol = await tab.protocol();
  void protocol.send('Page.crash').catch(() => undefined);
  return Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 30_000, false))]);
}

/** Whether the tab comes to have that history. */
async function agreeing(tab, stored) {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    if ((await tab.call('ownHistory')).join() === stored.join()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

export const failures = ({ rounds, crashed, lost, twice, refused, disagreeing, errorsOnThePage }) =>
  rounds - crashed + lost.length + twice.length + refused.length + disagreeing.length + errorsOnThePage.length;
