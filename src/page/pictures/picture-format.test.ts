import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pictureFormat } from './picture-format.ts';

const bytes = (...parts: (string | number | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((one) => one.charCodeAt(0)) : part)),
  );

test.each([
  [
    'png',
    bytes(0x89, 'PNG', [13, 10, 26, 10, 0, 0, 0, 13], 'IHDR', [0, 0, 0x27, 0x10, 0, 0, 0x30, 0x39]),
    10000,
    12345,
  ],
  ['gif', bytes('GIF89a', [0x40, 1, 0xf0, 0]), 320, 240],
  // A thumbnail of the camera, which has a frame of its own, stands before the frame.
  [
    'jpeg',
    bytes([0xff, 0xd8, 0xff, 0xe1, 0, 8, 0xff, 0xc0, 0, 1, 9, 9, 0xff, 0xff, 0xc2, 0, 17, 8, 0x10, 0, 0x20, 0, 3]),
    8192,
    4096,
  ],
  ['webp', bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', [0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1]), 640, 480],
  [
    'webp',
    bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0x0f, 0x27, 0]),
    65536,
    10000,
  ],
  ['webp', bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [0, 0, 0, 0, 0x2f, 0x7f, 0xc2, 0x3b, 0, 0, 0, 0, 0, 0]), 640, 240],
  [
    'avif',
    bytes(
      [0, 0, 0, 32],
      'ftypavif',
      [0, 0, 0, 0],
      'ispe',
      [0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 9],
      'ispe',
      [0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0x10, 0],
    ),
    16384,
    4096,
  ],
  ['bmp', bytes('BM', new Array(16).fill(0), [0, 4, 0, 0, 0, 0xfe, 0xff, 0xff]), 1024, 512],
])('the size of a %s is read from its header', (type, header, width, height) => {
  expect(pictureFormat(header)).toEqual({ type, width, height });
});

test('of the pictures in a file the largest counts, wherever it stands', () => {
  const box = (side: number) => bytes('ispe', [0, 0, 0, 0, 0, 0, side, 0, 0, 0, side, 0]);
  const start = bytes([0, 0, 0, 32], 'ftypavif', [0, 0, 0, 0]);
  for (const sides of [
    [9, 4],
    [4, 9],
  ]) {
    const file = Uint8Array.from([...start, ...sides.flatMap((side) => [...box(side)])]);
    expect(pictureFormat(file)).toEqual({ type: 'avif', width: 9 * 256, height: 9 * 256 });
  }
});

test('markers of a JPEG that stand alone are passed over; where a marker is missing it has no size', () => {
  const frame = [0xff, 0xc0, 0, 17, 8, 0, 20, 0, 30, 3, 1, 2];
  const start = [0xff, 0xd8, 0xff, 0xe0, 0, 2];
  const alone = [0xff, 0x01, 0xff, 0xd0, 0xff, 0xd7];
  expect(pictureFormat(bytes(start, alone, frame))).toEqual({ type: 'jpeg', width: 30, height: 20 });
  expect(pictureFormat(bytes(start, [0], frame))).toEqual({ type: 'jpeg' });
  expect(pictureFormat(bytes(start, new Array(12).fill(0xff)))).toEqual({ type: 'jpeg' });
});

test.each(['<svg xmlns="http://www.w3.org/2000/svg">', '\ufeff\n <?xml version="1.0"?><svg>', '<!DOCTYPE svg>'])(
  'a drawing is told by its text: %s',
  (text) => {
    expect(pictureFormat(new TextEncoder().encode(text))).toEqual({ type: 'svg' });
  },
);

test('a header that breaks off has a format and no size', () => {
  expect(pictureFormat(bytes(0x89, 'PNG'))).toEqual({ type: 'png' });
  expect(pictureFormat(bytes([0xff, 0xd8, 0xff]))).toEqual({ type: 'jpeg' });
  expect(pictureFormat(bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X'))).toEqual({ type: 'webp' });
  expect(pictureFormat(new Uint8Array())).toEqual({ type: 'other' });
});

test('any bytes are read in bounded time, and none throws', () => {
  const starts = [
    bytes(0x89, 'PNG'),
    bytes([0xff, 0xd8, 0xff]),
    bytes('GIF8'),
    bytes('RIFF0000WEBPVP8L'),
    bytes('<'),
    bytes([0, 0, 0, 32], 'ftypavif'),
    bytes('BM'),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }), (start, rest) => {
      const { width, height } = pictureFormat(Uint8Array.from([...start, ...rest]));
      for (const side of [width, height])
        expect(side === undefined || (Number.isInteger(side) && side >= 0)).toBe(true);
    }),
  );
});
