import { startWorkbench } from '../worker-client.ts';
import { element } from './element.ts';
import { language, messages, speak } from './language.ts';
import { countThisTab } from './open-tabs.ts';
import { type StudioPlace, wordsOf } from './stage.ts';
import { Studio } from './studio.ts';
import './styles/studio.css';

/** Puts the studio on the page. */
export async function openStudio(place: StudioPlace): Promise<void> {
  speak(language());
  countThisTab();
  const opening = element('p', { class: 'lead', role: 'status' }, messages().opening);
  document.body.replaceChildren(element('main', {}, element('h1', {}, messages().title), opening));
  try {
    const { workbench, bench } = await startWorkbench(new URL(place.wasm, location.href).href);
    const files = (await place.given?.()) ?? [];
    new Studio(workbench, files.length > 0 ? await workbench.take(files, true) : bench, place).open();
  } catch (thrown) {
    opening.textContent = `${messages().failed} ${wordsOf(thrown)}`;
  }
}
