import { afterEach, beforeEach, vi } from 'vitest';

/** What the commands of each test print on standard output; nothing reaches the terminal. */
export function catchPrinted(): { text: string } {
  const printed = { text: '' };
  beforeEach(() => {
    printed.text = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.text += text;
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return printed;
}
