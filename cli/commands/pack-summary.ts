import { gzipSync } from 'node:zlib';
import { readPackFile } from '../../src/engine/intake/read-pack-file.ts';
import { readPack } from '../../src/pack/pack-file.ts';
import { serveLists } from '../../src/trainer/serve-lists.ts';
import { whatAPackTells } from '../../src/trainer/what-a-pack-tells.ts';
import { readPackAt } from './data.ts';

/** What a pack holds. */
export interface PackSummary {
  created: string;
  unit: string;
  minShoppers: number;
  products: number;
  bytes: number;
  gzip: number;
  weights: object;
  /** What it tells of the shoppers, in sentences. */
  tells: readonly string[];
  sections: Record<
    string,
    {
      version: number | undefined;
      options: object;
      tensors: Record<string, { type: string; shape: readonly number[]; bytes: number }>;
    }
  >;
}

/** Reads all of a pack, as the page does. @throws VitrineError `bad-options`, `pack-corrupt`, `pack-version` */
export async function packSummary(path: string): Promise<PackSummary> {
  const { bytes } = readPackAt(path);
  const { manifest, productIds, sections } = readPack(bytes);
  await serveLists().takePack(await readPackFile(bytes.buffer));
  return {
    ...manifest,
    products: productIds.length,
    bytes: bytes.length,
    gzip: gzipSync(bytes).length,
    tells: whatAPackTells({ manifest, sections }),
    sections: Object.fromEntries(
      Object.entries(sections).map(([name, { version, options, tensors }]) => [
        name,
        {
          version,
          options,
          tensors: Object.fromEntries(
            Object.entries(tensors).map(([tensor, { shape, data }]) => [
              tensor,
              { type: data.constructor.name.replace('Array', ''), shape, bytes: data.byteLength },
            ]),
          ),
        },
      ]),
    ),
  };
}

export function packInText(pack: PackSummary): string {
  const { products, bytes, gzip, created, unit, weights, tells, sections } = pack;
  const lines = [
    `${products} products, ${bytes} bytes (${gzip} gzipped), written ${created}`,
    `a sequence is one ${unit}`,
    ...tells,
    `weights ${JSON.stringify(weights)}`,
  ];
  for (const [name, { version, options, tensors }] of Object.entries(sections)) {
    lines.push('', `${name}${version === 1 ? '' : `, version ${version},`} ${JSON.stringify(options)}`);
    for (const [tensor, { type, shape, bytes: size }] of Object.entries(tensors)) {
      lines.push(`  ${tensor.padEnd(28)} ${type.padEnd(8)} [${shape.join(', ')}]  ${size} bytes`);
    }
  }
  return `${lines.join('\n')}\n`;
}
