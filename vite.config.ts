import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
export default defineConfig({
  root: resolve(root),
});
