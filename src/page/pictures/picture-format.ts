/** What the first bytes of a picture say of it. */
export interface PictureFormat {
  type: 'jpeg' | 'png' | 'gif' | 'webp' | 'avif' | 'bmp' | 'svg' | 'other';
  /** Pixels; absent where the first bytes do not say. */
  width?: number;
  height?: number;
}

/** Bytes that are looked at: a JPEG has its size behind what the camera wrote, a preview for one. */
export const HEADER_BYTES = 1 << 18;

const text = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)));

/** Reads the format and the size of a picture, so that a huge one need not be decoded. Never throws. */
export function pictureFormat(bytes: Uint8Array): PictureFormat {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const has = (end: number): boolean => bytes.length >= end;
  if (text(bytes, 1, 4) === 'PNG') {
    return { type: 'png', ...(has(24) && { width: view.getUint32(16), height: view.getUint32(20) }) };
  }
  if (text(bytes, 0, 4) === 'GIF8') {
    return { type: 'gif', ...(has(10) && { width: view.getUint16(6, true), height: view.getUint16(8, true) }) };
  }
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return { type: 'webp', ...webpSize(view) };
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { type: 'jpeg', ...jpegSize(view) };
  if (text(bytes, 4, 8) === 'ftyp') return { type: 'avif', ...avifSize(view) };
  if (text(bytes, 0, 2) === 'BM') {
    const size = has(26) && { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
    return { type: 'bmp', ...size };
  }
  const start = text(bytes, 0, 1024).replace(/^\u00ef\u00bb\u00bf/, '');
  return { type: /^\s*<(?:\?xml|!|svg)/i.test(start) ? 'svg' : 'other' };
}

/** Of a lossy, a lossless or an extended file. */
function webpSize(view: DataView): { width: number; height: number } | undefined {
  if (view.byteLength < 30) return undefined;
  const kind = view.getUint32(12);
  if (kind === 0x56503820)
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (kind === 0x5650384c) {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  const at24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  return { width: 1 + at24(24), height: 1 + at24(27) };
}

/** The largest of the pictures that it is made of; HEIF files have the same boxes. */
function avifSize(view: DataView): { width: number; height: number } | undefined {
  const ISPE = 0x69737065;
  let found: { width: number; height: number } | undefined;
  for (let at = 8; at + 16 <= view.byteLength; at++) {
    if (view.getUint32(at) !== ISPE) continue;
    const [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
    if (found === undefined || width * height > found.width * found.height) found = { width, height };
  }
  return found;
}

/** In the first frame's header. */
function jpegSize(view: DataView): { width: number; height: number } | undefined {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // A fill byte, or a marker that stands alone.
    const alone = marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += marker === 0xff ? 1 : alone ? 2 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}
