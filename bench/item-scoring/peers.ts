import { create, insertMultiple, search } from '@orama/orama';
import * as tf from '@tensorflow/tfjs-core';
import initEdgevec, { EdgeVec, EdgeVecConfig } from 'edgevec';
import edgevecWasm from 'edgevec/edgevec_bg.wasm?url';
import { loadHnswlib } from 'hnswlib-wasm';
import * as voyGlue from 'voy-search/voy_search_bg.js';
import voyWasm from 'voy-search/voy_search_bg.wasm?url';
import { openTfjsWasm } from '../harness/tfjs-wasm.ts';
import type { VectorCatalogue } from './catalogue.ts';
import type { Contender } from './contender.ts';

const rowOf = ({ vectors, width }: VectorCatalogue, row: number): Float32Array =>
  vectors.subarray(row * width, (row + 1) * width);

/** The backend's instance of its WebAssembly module: its memory holds the tensors. */
type WasmBackend = tf.KernelBackend & { wasm: { HEAPU8: Uint8Array } };

const tfjs: Contender = {
  name: 'tfjs-wasm',
  exact: true,
  open: async ({ rows, width, vectors }) => {
    await openTfjsWasm();
    // Width first: its fastest layout.
    const items = tf.tidy(() => tf.keep(tf.transpose(tf.tensor2d(vectors, [rows, width]))));
    return {
      top: (query, k) => {
        const best = tf.tidy(() => tf.topk(tf.matMul(tf.tensor2d(query, [1, width]), items), k).indices);
        const rows = best.dataSync();
        best.dispose();
        return rows;
      },
      bytes: (tf.backend() as WasmBackend).wasm.HEAPU8.buffer.byteLength,
      close: () => items.dispose(),
    };
  },
};

const orama: Contender = {
  name: 'orama',
  exact: true,
  most: { rows: 100_000, because: 'over 2 GB of memory beyond' },
  open: async (catalogue) => {
    const index = create({ schema: { embedding: `vector[${catalogue.width}]` } as const });
    const rows = Array.from({ length: catalogue.rows }, (_, row) => ({
      id: String(row),
      embedding: Array.from(rowOf(catalogue, row)),
    }));
    await insertMultiple(index, rows, 1000);
    return {
      top: async (query, k) => {
        const found = await search(index, {
          mode: 'vector',
          vector: { value: query as unknown as number[], property: 'embedding' },
          similarity: 0,
          limit: k,
        });
        return found.hits.map(({ id }: { id: string }) => Number(id));
      },
    };
  },
};

const voy: Contender = {
  name: 'voy',
  exact: true,
  most: { rows: 100_000, because: 'fails beyond' },
  open: async (catalogue) => {
    const { instance } = await WebAssembly.instantiateStreaming(fetch(voyWasm), { './voy_search_bg.js': voyGlue });
    voyGlue.__wbg_set_wasm(instance.exports);
    const index = new voyGlue.Voy({
      embeddings: Array.from({ length: catalogue.rows }, (_, row) => ({
        id: String(row),
        title: '',
        url: '',
        embeddings: Array.from(rowOf(catalogue, row)),
      })),
    });
    return {
      top: (query, k) => index.search(query, k).neighbors.map(({ id }: { id: string }) => Number(id)),
      bytes: (instance.exports.memory as WebAssembly.Memory).buffer.byteLength,
      close: () => index.free(),
    };
  },
};

const hnswlib: Contender = {
  name: 'hnswlib-wasm',
  exact: false,
  most: { rows: 100_000, because: 'over five minutes to build beyond' },
  open: async (catalogue) => {
    const library = await loadHnswlib();
    const index = new library.HierarchicalNSW('ip', catalogue.width, '');
    index.initIndex(catalogue.rows, 16, 200, 100);
    for (let row = 0; row < catalogue.rows; row++) index.addPoint(rowOf(catalogue, row), row, false);
    index.setEfSearch(200);
    return { top: (query, k) => index.searchKnn(query, k, undefined).neighbors };
  },
};

const edgevec: Contender = {
  name: 'edgevec',
  exact: false,
  most: { rows: 100_000, because: 'over five minutes to build beyond' },
  open: async (catalogue) => {
    const memory = (await initEdgevec({ module_or_path: edgevecWasm })).memory;
    const config = new EdgeVecConfig(catalogue.width);
    // Same order on unit vectors; its `dot` finds the lowest products, not the highest.
    config.metric = 'l2';
    config.ef_search = 200;
    const index = new EdgeVec(config);
    // Its ids count from 1 in the order of insertion.
    for (let row = 0; row < catalogue.rows; row++) index.insert(rowOf(catalogue, row));
    return {
      top: (query, k) => index.search(query, k).map(({ id }: { id: number }) => id - 1),
      bytes: memory.buffer.byteLength,
      close: () => index.free(),
    };
  },
};

export const peers: readonly Contender[] = [tfjs, orama, voy, hnswlib, edgevec];
