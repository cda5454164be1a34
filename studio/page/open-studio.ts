import { startWorkbench } from '../worker-client.ts';
import { element } from './element.ts';
import { language, messages, speak } from './language.ts';
import { countThisTab } from './open-tabs.ts';
import { wordsOf } from './stage.ts';
import { Studio } from './studio.ts';
import './styles/studio.css';

export interface StudioPlace {
  /** Address of the tensor runtime's SIMD file. */
  wasm: string;
  /** Shows the shop of this browser with the pack that is on the bench. Default: there is no such page. */
  useInShop?: (name: string) => void;
  /** Files that whoever started the studio named. Default none. */
  given?: () => Promise<readonly File[]>;
}

/** Puts the studio on the page. */
export async function openStudio({ wasm, useInShop, given }: StudioPlace): Promise<void> {
  speak(language());
  countThisTab();
  const opening = element('p', { class: 'lead', role: 'status' }, messages().opening);
  document.body.replaceChildren(element('main', {}, element('h1', {}, messages().title), opening));
  try {
    const { workbench, bench } = await startWorkbench(new URL(wasm, location.href).href);
    const files = (await given?.()) ?? [];
    new Studio(workbench, files.length > 0 ? await workbench.take(files, true) : bench, useInShop).open();
  } catch (thrown) {
    opening.textContent = `${messages().failed} ${wordsOf(thrown)}`;
  }
}
