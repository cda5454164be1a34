import type { PatternName } from '../drawing/patterns.ts';
import type { Surface } from '../drawing/studio.ts';
import { words } from '../words.ts';
import type { Material } from './kind.ts';

export const material = (en: string, zh: string, surface: Surface): Material => ({ name: words(en, zh), surface });

export const GLAZED: readonly PatternName[] = [
  'plain',
  'speckle',
  'stripes',
  'dots',
  'waves',
  'blocks',
  'terrazzo',
  'botanical',
  'checks',
];
export const WOVEN: readonly PatternName[] = [
  'plain',
  'stripes',
  'pinstripe',
  'checks',
  'weave',
  'dots',
  'waves',
  'botanical',
  'blocks',
  'terrazzo',
];
export const QUIET: readonly PatternName[] = ['plain', 'speckle', 'stripes', 'blocks', 'weave'];

export const STONEWARE = material('stoneware', '炻器', 'matt');
export const PORCELAIN = material('porcelain', '瓷', 'gloss');
export const ENAMEL = material('enamel', '搪瓷', 'gloss');
export const STEEL = material('steel', '不锈钢', 'metal');
export const LINEN = material('linen', '亚麻', 'cloth');
export const COTTON = material('cotton', '棉', 'cloth');
export const WOOL = material('wool', '羊毛', 'cloth');
export const CANVAS = material('canvas', '帆布', 'cloth');
export const LEATHER = material('leather', '皮革', 'matt');
export const WOODEN = material('wooden', '木质', 'matt');
