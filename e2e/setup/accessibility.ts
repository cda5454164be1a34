import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What breaks a rule of accessibility on this page, or within one part of it, each with its element. What fades in or out just then has
 * little contrast for a moment: what is found is looked for again when nothing moves any more.
 */
export async function violationsOn(page: Page, part?: string): Promise<string[]> {
  const found = await analyse(page, part);
  if (found.length === 0) return found;
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ending.map(({ finished }) => finished)).then(() => undefined);
  });
  return analyse(page, part);
}

/** Asked in the page itself, as there are no frames, and for nothing but violations: that takes a third of the time. */
async function analyse(page: Page, part: string | undefined): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}
