import type { Hex } from './drawing/colour.ts';
import type { PatternName } from './drawing/patterns.ts';
import { type Words, words } from './words.ts';

export interface Colour {
  name: Words;
  hex: Hex;
}

const colour = (en: string, zh: string, hex: Hex): Colour => ({ name: words(en, zh), hex });

export interface Brand {
  name: Words;
  /** Multiplies the kind's price. */
  tier: number;
}

const brand = (en: string, zh: string, tier: number): Brand => ({ name: words(en, zh), tier });

/** A taste in things: what it is made in, by whom, and which patterns it likes. Simulated shoppers have one or two. */
export interface Style {
  name: Words;
  colours: readonly Colour[];
  /** Of wood, metal and leather. */
  trims: readonly Hex[];
  patterns: readonly PatternName[];
  brands: readonly Brand[];
}

export const STYLE_NAMES = ['nordic', 'rustic', 'bold', 'classic', 'playful'] as const;
export type StyleName = (typeof STYLE_NAMES)[number];

export const STYLES: Record<StyleName, Style> = {
  nordic: {
    name: words('Nordic', '北欧'),
    colours: [
      colour('oat', '燕麦白', '#e2d8c6'),
      colour('sage', '鼠尾草绿', '#a3b09a'),
      colour('mist', '雾蓝', '#a9bac3'),
      colour('chalk', '粉笔白', '#ece8e0'),
      colour('graphite', '石墨灰', '#55575a'),
      colour('clay rose', '陶土粉', '#cfa596'),
      colour('fjord', '峡湾蓝', '#5f7a8a'),
    ],
    trims: ['#cba878', '#d9bd92', '#3d3a37'],
    patterns: ['plain', 'plain', 'pinstripe', 'waves', 'speckle', 'weave'],
    brands: [brand('Halden', '哈尔登', 1.15), brand('Lys & Ro', '光与静', 1), brand('Norrby', '诺尔比', 0.85)],
  },
  rustic: {
    name: words('Rustic', '田园'),
    colours: [
      colour('terracotta', '赤陶', '#b9694a'),
      colour('ochre', '赭石黄', '#c79a4b'),
      colour('moss', '苔绿', '#76804f'),
      colour('linen', '亚麻色', '#d6c7a9'),
      colour('umber', '棕土', '#7a5a43'),
      colour('brick', '砖红', '#9a4f3d'),
      colour('wheat', '麦色', '#dcb878'),
    ],
    trims: ['#7a5638', '#94693f', '#5a4030'],
    patterns: ['speckle', 'plain', 'checks', 'weave', 'botanical', 'stripes'],
    brands: [
      brand('Old Mill', '旧磨坊', 0.95),
      brand('Fern & Furrow', '蕨与垄', 1.05),
      brand('Hearthside', '炉边', 0.8),
    ],
  },
  bold: {
    name: words('Bold', '大胆'),
    colours: [
      colour('cobalt', '钴蓝', '#2f56b0'),
      colour('tomato', '番茄红', '#d2452f'),
      colour('sunflower', '向日葵黄', '#eab42f'),
      colour('emerald', '祖母绿', '#1f7a5c'),
      colour('ink', '墨黑', '#2a2b33'),
      colour('magenta', '洋红', '#b53a73'),
      colour('tangerine', '橘色', '#e67a2e'),
    ],
    trims: ['#e0c08e', '#2e2c2b', '#c8c4bd'],
    patterns: ['blocks', 'stripes', 'dots', 'terrazzo', 'plain', 'waves'],
    brands: [brand('Oblik', '奥布利', 1.1), brand('Loud Works', '响作', 0.9), brand('Primo Verso', '初页', 1.25)],
  },
  classic: {
    name: words('Classic', '经典'),
    colours: [
      colour('navy', '藏青', '#2c3a55'),
      colour('burgundy', '酒红', '#6e2c36'),
      colour('bottle green', '瓶绿', '#2f4a3c'),
      colour('camel', '驼色', '#b98f5f'),
      colour('ivory', '象牙白', '#efe6d2'),
      colour('slate', '板岩灰', '#69717a'),
      colour('chestnut', '栗色', '#7d4a2f'),
    ],
    trims: ['#8a5a34', '#b8934f', '#4a3426'],
    patterns: ['plain', 'pinstripe', 'checks', 'plain', 'stripes'],
    brands: [
      brand('Ashworth & Vale', '阿什谷', 1.45),
      brand('Marlow', '马洛', 1.15),
      brand('Quill & Sons', '羽笔父子', 1.3),
    ],
  },
  playful: {
    name: words('Playful', '童趣'),
    colours: [
      colour('coral', '珊瑚', '#ef8671'),
      colour('mint', '薄荷', '#8fcdb2'),
      colour('lilac', '丁香紫', '#b7a0d6'),
      colour('butter', '奶油黄', '#f4d987'),
      colour('sky', '天蓝', '#86bde0'),
      colour('blossom', '樱粉', '#f0b3bf'),
      colour('pistachio', '开心果绿', '#bccf8a'),
    ],
    trims: ['#e3c597', '#f0dcb8', '#8fa7b8'],
    patterns: ['dots', 'waves', 'terrazzo', 'botanical', 'stripes', 'plain', 'blocks'],
    brands: [brand('Pip & Pear', '皮皮梨', 0.9), brand('Moonhop', '月亮跳', 1), brand('Tutti', '图蒂', 0.75)],
  },
};

/** Names of product lines. */
export const LINES: readonly Words[] = [
  words('Tidewater', '潮汐'),
  words('Meadow', '草甸'),
  words('Harbour', '港湾'),
  words('Orchard', '果园'),
  words('Juniper', '杜松'),
  words('Lantern Hill', '灯山'),
  words('Sundial', '日晷'),
  words('Willow', '垂柳'),
  words('Cloudberry', '云莓'),
  words('Stonepath', '石径'),
  words('Morning', '清晨'),
  words('Linden', '椴树'),
  words('Saltmarsh', '盐沼'),
  words('Alder', '桤木'),
  words('Firefly', '萤火'),
  words('Northlight', '北光'),
  words('Quarry', '采石'),
  words('Bramble', '荆莓'),
  words('Weekday', '平日'),
  words('Atelier', '工坊'),
  words('Heron', '苍鹭'),
  words('Marigold', '金盏'),
  words('Pebble', '卵石'),
  words('Driftwood', '浮木'),
  words('Almanac', '年历'),
  words('Canal', '运河'),
  words('Thistle', '蓟花'),
  words('Rookery', '鸦巢'),
  words('Promenade', '步道'),
  words('Hazel', '榛子'),
  words('Sparrow', '雀'),
  words('Kite', '纸鸢'),
];
