// One of three tabs erases all that is known about the visitor.
import { openPage } from '../page.mjs';

export const title = 'Everything is erased, with three tabs open';
export const protocol =
  'Three pages of one browser make the same visit at once: clicks, lists, a search, an interest; one of them trains. Then one calls privacy.erase(). Counted are all records and entries that the site has in the browser when the last page has been told, events that a page still knows, and what is there of the visitor after each page has made another list. Timed are the call, and the time from it until the last page was told.';

const TABS = 3;
/** What says something about the visitor; the feed and its text index say nothing. */
const OF_THE_VISITOR = ['interactions', 'browsing', 'weights', 'states', 'localStorage'];

/** @param count erasures */
export async function attack({ browser, origin, count, progress }) {
  const sum = { erasures: 0, tabs: TABS, recordsBefore: 0, left: [], leftLater: [], known: 0, callMs: [], toldMs: [] };
  const errorsOnThePage = [];
  for (let round = 0; round < count; round++) {
    const context = await browser.newContext();
    const tabs = [];
    for (let tab = 0; tab < TABS; tab++) tabs.push(await openPage(browser, origin, context));
    await Promise.all(tabs.map((tab, i) => tab.call('browse', 'erased', 'granted', i === 0)));
    const { databases, bytes, ...before } = await tabs[0].call('storedHere');
    sum.recordsBefore += Object.values(before).reduce((a, b) => a + b, 0);
    const told = Promise.all(tabs.map((tab) => tab.call('untilForgotten')));
    const { asked, done } = await tabs[1].call('erase');
    const heard = await told;
    sum.left.push(...left(await tabs[2].call('storedHere'), round));
    sum.known += heard.reduce((all, { known }) => all + known, 0);
    sum.callMs.push(Math.round(done - asked));
    sum.toldMs.push(Math.round(Math.max(...heard.map((one) => one.told)) - asked));
    await Promise.all(tabs.map((tab) => tab.call('goOn')));
    const later = left(await tabs[2].call('storedHere'), round);
    sum.leftLater.push(...later.filter((text) => OF_THE_VISITOR.some((where) => text.includes(where))));
    for (const tab of tabs) errorsOnThePage.push(...tab.errors);
    await context.close();
    sum.erasures++;
    progress(sum.erasures, `${Math.max(...sum.toldMs)} ms at most`);
  }
  return { ...sum, errorsOnThePage };
}

/** Records and entries by where they are; an empty database and its bytes on the disk are none. */
const left = ({ databases, bytes, ...found }, round) =>
  Object.entries(found).map(([where, count]) => `round ${round}: ${where} ${count}`);

export const failures = ({ left, leftLater, known, errorsOnThePage }) =>
  left.length + leftLater.length + known + errorsOnThePage.length;
