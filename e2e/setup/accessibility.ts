import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What breaks a rule of accessibility on this page, or within one part of it, each with its element.
 * Asked in the page itself, as there are no frames, and for nothing but violations: that takes a third of the time.
 */
export async function violationsOn(page: Page, part?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}
