const PAGE_SCHEMES = ['http:', 'https:'];
const PICTURE_DATA = /^data:image\/[a-z+.-]+[;,]/i;
/** Where a server writes a page, whose address it does not know: what is relative to it stays as it is. */
const SOMEWHERE = 'https://somewhere.invalid';

/** A link's address where its scheme is http(s); a feed could name `javascript:`. */
export function safeLink(address: string | undefined): string | null {
  if (!address) return null;
  try {
    const url = new URL(address, globalThis.document?.baseURI ?? SOMEWHERE);
    if (url.origin === SOMEWHERE) return address;
    return PAGE_SCHEMES.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A picture's address: as `safeLink`, and `data:image/…`. */
export function safePicture(address: string | undefined): string | null {
  return address && PICTURE_DATA.test(address) ? address : safeLink(address);
}
