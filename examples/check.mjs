// What every example must show, whatever built it. Runs in Playwright's page.

/** Products as the examples have them; the teapot that is viewed leaves the list, and what is like it leads. */
const TITLES = ['Cast-iron teapot', 'Glass teapot', 'Paper lamp', 'Brass lamp'];
const PATIENCE = 60_000;
/** Between two looks: a click before the framework has taken the page over is heard by nobody, and is made again. */
const PAUSE = 2_000;

const assert = (right, what) => {
  if (!right) throw new Error(what);
};

/**
 * Opens an example and looks at what it shows.
 * @param {import('playwright').Page} page
 * @param {string} address of the page
 * @param {boolean} rendered whether a server, or the build, writes the products into the page
 * @throws Error that says what is wrong
 */
export async function check(page, address, rendered = false) {
  const errors = [];
  const lines = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    lines.push(message.text());
    if (message.type() === 'error' || /hydrat/i.test(message.text())) errors.push(message.text());
  });
  if (rendered) await checkMarkup(address);
  await page.addInitScript(countCalls);
  await page.goto(address);
  if ((await page.title()) === 'Quick start') await checkConsole(page, lines);
  else await checkShelf(page);
  assert(errors.length === 0, `The page saw errors: ${errors.join('; ')}`);
}

/** What a browser without scripts is shown. */
async function checkMarkup(address) {
  const markup = await (await fetch(address)).text();
  for (const title of TITLES) {
    assert(new RegExp(`<li[^]*>\\s*${title}\\s*<`).test(markup), `${title} is not in the markup: ${markup}`);
  }
}

/** Counts what the page asks its workers for. Runs in the page, before its own scripts. */
function countCalls() {
  const calls = { recommend: 0, record: 0 };
  window.calls = calls;
  const send = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    const name = message?.path?.[0];
    if (name in calls) calls[name] += 1;
    return send.call(this, message, ...rest);
  };
}

/** The quick start tells its list in the console: the teapot was viewed, so the others are there, the other teapot first. */
async function checkConsole(page, lines) {
  for (let waited = 0; lines.length < 2 && waited < PATIENCE; waited += 100) await page.waitForTimeout(100);
  assert(/^Glass teapot/.test(lines[0]) && /^Paper lamp/.test(lines[1]), `The console has: ${lines.join(' | ')}`);
}

async function checkShelf(page) {
  const items = page.getByRole('listitem');
  await items.nth(TITLES.length - 1).waitFor({ timeout: PATIENCE });
  const shown = (await items.allTextContents()).join(' | ');
  for (const title of TITLES) assert(shown.includes(title), `${title} is not among: ${shown}`);
  const button = page.getByRole('button', { name: 'View the cast-iron teapot' });
  if ((await button.count()) === 0) return;
  for (let waited = 0; (await items.count()) === TITLES.length && waited < PATIENCE; waited += PAUSE) {
    await button.click();
    await items
      .nth(TITLES.length - 1)
      .waitFor({ state: 'detached', timeout: PAUSE })
      .catch(() => undefined);
  }
  const first = await items.first().textContent();
  assert(first?.includes('Glass teapot'), `After a look at the teapot the first is: ${first}`);
  const { recommend, record } = await page.evaluate(() => window.calls);
  assert(record > 0, 'No click reached the engine.');
  // One for the page, where the markup is not enough, and one after each click.
  assert(recommend <= 1 + record, `${recommend} lists were asked for by a page with ${record} clicks.`);
}
