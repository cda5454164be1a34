import { element } from '../element.ts';
import { messages } from '../language.ts';

/** The whole page takes files: a veil says so while they hover. */
export function acceptDrops(onFiles: (files: readonly File[]) => void): void {
  const veil = element('div', { class: 'veil', 'aria-hidden': 'true' }, element('p', {}));
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  document.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (!veil.isConnected) {
      veil.firstElementChild!.textContent = messages().ownDrop;
      document.body.append(veil);
    }
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) veil.remove();
  });
  document.addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    veil.remove();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) onFiles(files);
  });
}
