import { messages as english } from './locales/en.ts';
import type { Messages } from './messages.ts';

export { english };

/** What fetches the words of each language but English. A language is a file: `de.ts`, or with its script `zh-Hant.ts`. */
const LOCALES = import.meta.glob<Messages>(['./locales/*.ts', '!./locales/en.ts'], { import: 'messages' });
const fetched = new Map<string, Promise<Messages>>();

/**
 * The words for a BCP 47 language tag: by its script where there is a file for that (Taiwan's and Hong Kong's Chinese is
 * `zh-Hant`), else by its language, else in English; so too where the file cannot be fetched, until the next time.
 */
export async function messagesFor(language: string): Promise<Messages> {
  const file = fileFor(language, LOCALES);
  if (file === undefined) return english;
  const known = fetched.get(file) ?? LOCALES[file]();
  fetched.set(file, known);
  try {
    return await known;
  } catch {
    fetched.delete(file);
    return english;
  }
}

/** The file of a language among those that there are: that of its script, else its own; undefined where there is neither. */
export function fileFor(language: string, files: Readonly<Record<string, unknown>>): string | undefined {
  const { language: name, script } = new Intl.Locale(language).maximize();
  return [`./locales/${name}-${script}.ts`, `./locales/${name}.ts`].find((file) => file in files);
}
