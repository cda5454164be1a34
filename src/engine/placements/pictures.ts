import type { Catalogue } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import { PADDING } from '../../contract/product.ts';
import { type Likenesses, PictureGallery } from '../../pack/picture-gallery.ts';
import { REST_MS } from '../lists/retrieval.ts';
import { type AwaitedSource, NO_CANDIDATES } from '../sources/candidate-source.ts';
import type { Shelf } from './placement.ts';

/** Two pictures that are less alike have nothing to do with each other. */
const LEAST = 0.2;

const read = new Map<string | ArrayBuffer, Promise<PictureGallery>>();

/** The products whose pictures are most like those of the seeds; undefined where the shop has no encoder. */
export function pictures({ catalogue, encoder }: Pick<Shelf, 'catalogue' | 'encoder'>): AwaitedSource | undefined {
  if (encoder === undefined) return undefined;
  return {
    name: 'pictures',
    awaited: true,
    async retrieve({ items, allowed, ties = () => 0 }, limit) {
      const gallery = await galleryOf(encoder);
      const rows = rowsOf(gallery, catalogue);
      const likest = new Map<number, { likeness: number; because: number }>();
      const likenesses = new Map<number, Likenesses | undefined>();
      items.forEach((seed, position) => {
        const known = likenesses.has(seed) ? likenesses.get(seed) : gallery.likenessesTo(catalogue.idOf(seed)!);
        likenesses.set(seed, known);
        known?.forEach((likeness, i) => {
          const item = rows[i];
          if (item === seed || likeness < LEAST || !allowed.has(item)) return;
          if (likeness > (likest.get(item)?.likeness ?? 0)) likest.set(item, { likeness, because: position });
        });
      });
      if (likest.size === 0) return NO_CANDIDATES;
      const best = [...likest]
        .sort(([a, one], [b, other]) => other.likeness - one.likeness || ties(b) - ties(a) || a - b)
        .slice(0, limit);
      return {
        items: Int32Array.from(best, ([item]) => item),
        scores: Float32Array.from(best, ([, { likeness }]) => likeness),
        because: (place) => best[place][1].because,
      };
    },
  };
}

let mapped: { gallery: PictureGallery; catalogue: Catalogue; rows: Int32Array } | undefined;

/** The row of each product of the gallery; of one that the shop no longer has, that of padding, which is never shown. */
function rowsOf(gallery: PictureGallery, catalogue: Catalogue): Int32Array {
  if (mapped?.gallery !== gallery || mapped.catalogue !== catalogue) {
    const rows = Int32Array.from(gallery.products, (id) => catalogue.itemOf(id) ?? PADDING);
    mapped = { gallery, catalogue, rows };
  }
  return mapped.rows;
}

/** Read once; what failed is tried again after a while. */
function galleryOf(file: string | ArrayBuffer): Promise<PictureGallery> {
  const known = read.get(file);
  if (known !== undefined) return known;
  const gallery = bytesOf(file).then((bytes) => PictureGallery.open(bytes));
  read.set(file, gallery);
  gallery.catch(() => setTimeout(() => read.delete(file), REST_MS));
  return gallery;
}

async function bytesOf(file: string | ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof file !== 'string') return new Uint8Array(file);
  const response = await fetch(file);
  if (!response.ok) {
    throw new VitrineError('pack-unreachable', `The file at ${file} could not be fetched: status ${response.status}.`, {
      remedy: 'Check the address, and that its server allows this page to read it (CORS).',
    });
  }
  return new Uint8Array(await response.arrayBuffer());
}
