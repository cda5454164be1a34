import type { VitrineError } from '../contract/errors.ts';
import * as plain from '../contract/validation/plain-data.ts';
import type { TextTable } from '../kernels/compact/text-table.ts';
import { corruptPack, largePack, otherVersion } from './corrupt-pack.ts';
import type { Pack, PackPart, PackSection } from './pack.ts';
import { type SafetensorsFile, SafetensorsReader, writeSafetensors } from './safetensors.ts';
import { readIdTable, writeProductIds } from './sections/products.ts';

/** The key of the header's metadata under which the manifest lies, as JSON. */
const MANIFEST_KEY = 'vitrine';
const FORMAT = 'vitrine-pack';
/** Version of the format that is written. The one before it is read too. */
export const PACK_VERSION = 2;
/** The section that every pack has. */
const PRODUCTS = 'products';
/** Names of sections and of their tensors; a tensor's name in the file is `section/tensor`. */
const NAME = /^[a-z0-9][a-z0-9_.-]{0,99}$/i;

const Form = plain.fields({ format: plain.oneOf([FORMAT]), version: plain.finite });
const Manifest = plain.fields({
  created: plain.date,
  unit: plain.oneOf(['visitor', 'session']),
  minShoppers: plain.whole(1),
  weights: plain.record(plain.notNegative),
  adaptive: plain.optional(plain.flag),
  metrics: plain.record(plain.finite),
  noise: plain.optional(plain.record(plain.notNegative)),
  windows: plain.optional(plain.anyText),
  sections: plain.record(plain.record(plain.anything)),
  versions: plain.optional(plain.record(plain.whole(1))),
});
type Manifest = plain.Read<typeof Manifest>;

export function writePack({ manifest, productIds, sections }: Pack): Uint8Array<ArrayBuffer> {
  const complete = {
    format: FORMAT,
    version: PACK_VERSION,
    ...manifest,
    sections: Object.fromEntries(Object.entries(sections).map(([name, { options }]) => [name, options])),
    versions: Object.fromEntries(
      Object.entries(sections).flatMap(([name, { version = 1 }]) => (version > 1 ? [[name, version]] : [])),
    ),
  };
  const file: SafetensorsFile = { metadata: { [MANIFEST_KEY]: JSON.stringify(complete) }, tensors: {} };
  // The small before the large: what is small ranks while the rest is on its way.
  const smallFirst = Object.entries(sections).sort(([, a], [, b]) => bytesOf(a) - bytesOf(b));
  for (const [name, section] of [[PRODUCTS, writeProductIds(productIds)] as const, ...smallFirst]) {
    for (const [tensor, value] of Object.entries(section.tensors)) file.tensors[`${name}/${tensor}`] = value;
  }
  return writeSafetensors(file);
}

function bytesOf({ tensors }: PackSection): number {
  return Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
}

/**
 * Reads a pack that nobody vouches for, in time and memory linear in its size. What a section holds is checked by
 * its layout, when it is used.
 * @throws VitrineError `pack-corrupt` or `pack-version`.
 */
export function readPack(bytes: Uint8Array): Pack {
  const reader = new PackReader();
  reader.push(bytes);
  const { manifest, ids, sections } = reader.end();
  return { manifest, productIds: [...ids], sections };
}

/**
 * Reads a pack that nobody vouches for, as it arrives. Each method throws VitrineError `pack-corrupt`, `pack-version`, or
 * `pack-too-large`, before its first tensor.
 */
export class PackReader {
  readonly #file = new SafetensorsReader((metadata) => this.#readHeader(metadata[MANIFEST_KEY]));
  #manifest: Manifest | undefined;
  #ids: TextTable | undefined;
  readonly #sections = new Map<string, PackSection>();
  /** Sections that are complete. */
  readonly #whole = new Set<string>();

  readonly #most: number;

  /** @param most bytes that it may take: its file, and the vectors that its codes stand for */
  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  /** @returns whether a section was completed. */
  push(piece: Uint8Array): boolean {
    this.#file.push(piece);
    const before = this.#whole.size;
    for (const [name, section] of this.#sections) if (!this.#whole.has(name)) this.#complete(name, section);
    return this.#whole.size > before;
  }

  /** What is complete so far; `undefined` until the products are. */
  get part(): PackPart | undefined {
    if (this.#manifest === undefined || this.#ids === undefined) return undefined;
    const { sections: _, versions: __, ...manifest } = this.#manifest;
    const whole = [...this.#sections].filter(([name]) => name !== PRODUCTS && this.#whole.has(name));
    return { manifest, ids: this.#ids, sections: Object.fromEntries(whole) };
  }

  /** The file ends here. */
  end(): PackPart {
    this.#file.end();
    return this.part!;
  }

  #readHeader(json: string | undefined): void {
    this.#manifest = readManifest(json);
    const { sections, versions = {} } = this.#manifest;
    const bytes = Object.entries(sections).reduce(
      (sum, [name, { width }]) => sum + this.#file.rowsOf(`${name}/codes`) * (Number(width) || 0),
      this.#file.bytes,
    );
    if (bytes > this.#most) throw largePack(bytes, this.#most);
    for (const name of [PRODUCTS, ...Object.keys(sections)]) {
      if (!NAME.test(name)) throw corruptPack(`a section has the name ${JSON.stringify(name.slice(0, 100))}`);
      const version = Object.hasOwn(versions, name) ? versions[name] : 1;
      this.#sections.set(name, { version, options: sections[name] ?? {}, tensors: {} });
    }
    for (const name of this.#file.names) {
      const [section, tensor, ...rest] = name.split('/');
      if (!this.#sections.has(section) || tensor === undefined || rest.length > 0 || !NAME.test(tensor)) {
        throw corruptPack(`tensor ${JSON.stringify(name.slice(0, 100))} belongs to no section of the manifest`);
      }
    }
  }

  /** Takes up the section where all of its tensors are there. */
  #complete(name: string, section: PackSection): void {
    const names = this.#file.names.filter((tensor) => tensor.startsWith(`${name}/`));
    if (names.some((tensor) => !this.#file.tensors.has(tensor))) return;
    for (const tensor of names) section.tensors[tensor.slice(name.length + 1)] = this.#file.tensors.get(tensor)!;
    this.#whole.add(name);
    if (name === PRODUCTS) this.#ids = readIdTable(section);
  }
}

function readManifest(json: string | undefined): Manifest {
  let manifest: unknown;
  try {
    manifest = JSON.parse(json ?? '');
  } catch (cause) {
    throw corruptPack('it has no manifest', cause);
  }
  const refuse = (what: string): VitrineError => corruptPack(`of its manifest, ${what}`);
  const { version } = plain.read(Form, manifest, refuse);
  if (version !== 1 && version !== PACK_VERSION) throw otherVersion('it', version, `1 and ${PACK_VERSION}`);
  return plain.read(Manifest, manifest, refuse);
}
