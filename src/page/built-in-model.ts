/** The Prompt API of browsers that bring a language model, as far as it is used. */
interface BuiltInModel {
  availability(): Promise<string>;
  create(options: object): Promise<{ prompt(text: string, options: object): Promise<string>; destroy(): void }>;
}

/** Characters; a longer answer is no short text. */
const LONGEST = 600;

/**
 * What the browser's own language model answers to a text; undefined where there is none that is ready, or it fails: a download
 * of gigabytes is never begun for a short text.
 * @param task what the model is told to do
 */
export async function askBuiltIn(
  task: string,
  text: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { LanguageModel } = globalThis as { LanguageModel?: BuiltInModel };
  try {
    if ((await LanguageModel?.availability()) !== 'available') return undefined;
    const session = await (LanguageModel as BuiltInModel).create({
      initialPrompts: [{ role: 'system', content: task }],
      signal,
    });
    try {
      const answer = (await session.prompt(text, { signal })).trim();
      return answer === '' || answer.length > LONGEST ? undefined : answer;
    } finally {
      session.destroy();
    }
  } catch {
    return undefined;
  }
}
