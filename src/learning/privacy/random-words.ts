/** Gives whole numbers from 0 up to, but not with, 2³², each as likely as the others. */
export type RandomWords = () => number;

const WORDS = 1024;

/** Words of the platform's cryptographic generator: noise that can be foretold hides nothing. */
export function cryptoWords(): RandomWords {
  const words = new Uint32Array(WORDS);
  let used = WORDS;
  return () => {
    if (used === WORDS) {
      crypto.getRandomValues(words);
      used = 0;
    }
    return words[used++];
  };
}
