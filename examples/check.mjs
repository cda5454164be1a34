// What every example must show, whatever built it. Runs in Playwright's page.

/** Products as the examples have them; the teapot that is viewed leaves the list, and what is like it leads. */
const TITLES = ['Cast-iron teapot', 'Glass teapot', 'Paper lamp', 'Brass lamp'];
const PATIENCE = 60_000;

const assert = (right, what) => {
  if (!right) throw new Error(what);
};

/**
 * Opens an example and looks at what it shows.
 * @param {import('playwright').Page} page
 * @param {string} address of the page
 * @throws Error that says what is wrong
 */
export async function check(page, address) {
  const errors = [];
  const lines = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => lines.push(message.text()));
  await page.goto(address);
  if ((await page.title()) === 'Quick start') await checkConsole(page, lines);
  else await checkShelf(page);
  assert(errors.length === 0, `The page saw errors: ${errors.join('; ')}`);
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
  await button.click();
  await items.nth(TITLES.length - 1).waitFor({ state: 'detached', timeout: PATIENCE });
  const first = await items.first().textContent();
  assert(first?.includes('Glass teapot'), `After a look at the teapot the first is: ${first}`);
}
