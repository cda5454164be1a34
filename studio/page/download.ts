import { element } from './element.ts';

/** Hands a file to the browser's downloads. @param type of its content, such as `text/csv` */
export function download(name: string, content: BlobPart, type = 'application/octet-stream'): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A file's name from a shop's. @param ending such as `.csv` */
export const fileNameOf = (shop: string, ending: string): string =>
  `${shop.replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'shop'}${ending}`;
