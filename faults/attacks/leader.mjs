// Five tabs want to train; the one that does crashes.
import { drawing } from '../drawing.mjs';
import { openPage } from '../page.mjs';
import { crash } from './tabs.mjs';

export const title = 'The tab that trains crashes';
export const protocol =
  'Five pages of one browser share a history and ask for a training at the same time, so that one of them trains and four wait. At a drawn moment the renderer of the one that trains crashes. Exactly one other tab has to train then, and the three that are left take up what it learned: all four serve the same list, a new page comes to serve it too, and the weights that are stored are whole.';

const TABS = 5;
/** Milliseconds that a training may take here. */
const PATIENCE = 600_000;
/** Milliseconds in which a new page, which ranks before it has read the weights, has to serve them. */
const READING = 60_000;

/** @param count leaders that crash */
export async function attack({ browser, origin, count, progress }) {
  const sum = {
    crashed: 0,
    /** Leaders that had stored their weights before they crashed, so that nobody had to train again. */
    ended: 0,
    takenOver: 0,
    /** Milliseconds from the crash to the first step of the next leader, in order. */
    takeovers: [],
    trainedTwice: [],
    torn: [],
    disagreeing: [],
    refused: [],
    errorsOnThePage: [],
  };
  const draw = drawing(1);
  for (let round = 0; round < count; round++) {
    const context = await browser.newContext();
    const tabs = [];
    for (let i = 0; i < TABS; i++) {
      tabs.push(await openPage(browser, origin, context));
      await tabs[i].call('openTab', 'leader', i === 0);
    }
    await Promise.all(tabs.map((tab) => tab.call('startTraining')));
    const leader = await firstOf(tabs, ({ steps }) => steps > 0);
    await new Promise((resolve) => setTimeout(resolve, draw(600)));
    const at = Date.now();
    if (await crash(leader)) sum.crashed++;
    const others = tabs.filter((tab) => tab !== leader);
    await Promise.all(others.map((tab) => firstOf([tab], ({ end }) => end !== undefined)));
    const reports = await Promise.all(others.map((tab) => tab.call('trainingOf')));
    for (const { end } of reports) if (end !== 'ended') sum.refused.push(`${round}: ${end}`);
    const trained = reports.filter(({ steps }) => steps > 0);
    if (trained.length === 0) sum.ended++;
    if (trained.length > 1) sum.trainedTwice.push(`${round}: ${trained.length} tabs`);
    if (trained.length === 1) {
      sum.takenOver++;
      sum.takeovers.push(trained[0].firstStep - at);
    }
    const late = await openPage(browser, origin, context);
    const { records, pointed } = await late.call('storedWeights', 'leader');
    if (!pointed || records > 2) sum.torn.push(`${round}: ${records} records`);
    await late.call('openTab', 'leader', false);
    const served = await agreement([...others, late]);
    if (served !== undefined) sum.disagreeing.push(`${round}: ${JSON.stringify(served)}`);
    for (const tab of [...others, late]) sum.errorsOnThePage.push(...tab.errors);
    await context.close();
    progress(round + 1, `${sum.takenOver} taken over`);
  }
  sum.takeovers.sort((a, b) => a - b);
  return sum;
}

/** The first of these tabs whose training is so. */
async function firstOf(tabs, is) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
    for (const tab of tabs) if (is(await tab.call('trainingOf'))) return tab;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('No training came that far.');
}

/** What these tabs serve, where it is still not the same, or no number. */
async function agreement(tabs) {
  for (const end = Date.now() + READING; ; ) {
    const served = await Promise.all(tabs.map((tab) => tab.call('servedBy')));
    const lists = new Set(served.map(({ list, fineTuned }) => `${fineTuned} ${list}`));
    if (lists.size === 1 && served.every(({ finite }) => finite)) return undefined;
    if (Date.now() > end) return served;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const failures = ({ trainedTwice, torn, disagreeing, refused, errorsOnThePage }) =>
  trainedTwice.length + torn.length + disagreeing.length + refused.length + errorsOnThePage.length;
