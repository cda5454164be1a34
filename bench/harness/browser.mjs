import { chromium } from 'playwright';
import { installBrowser } from '../../scripts/install.mjs';

/** Chromium's flags: no traffic of its own, and memory measured when asked. */
const ARGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--enable-blink-features=ForceEagerMeasureMemory',
];

/** @param more flags */
export const openBrowser = (more = []) =>
  chromium.launch({ executablePath: installBrowser(), args: [...ARGS, ...more] });

/** A page on the server's blank page, whose errors end the bench. */
export async function openPage(browser, origin) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`  page: ${message.text()}`);
  });
  await page.goto(`${origin}/`);
  return page;
}
