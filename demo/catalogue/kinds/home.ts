import { words } from '../words.ts';
import type { Kind } from './kind.ts';
import {
  COTTON,
  ENAMEL,
  GLAZED,
  LINEN,
  material,
  PORCELAIN,
  QUIET,
  STEEL,
  STONEWARE,
  WOODEN,
  WOOL,
  WOVEN,
} from './materials.ts';

/** What stands in a kitchen, a living room or on a window sill. */
export const HOME = {
  mug: {
    nouns: [words('mug', '马克杯'), words('round mug', '圆肚杯'), words('cup and saucer', '杯碟')],
    materials: [STONEWARE, PORCELAIN, ENAMEL],
    patterns: GLAZED,
    price: [9, 28],
    facts: [
      words('Thrown by hand, so no two are quite alike.', '手工拉坯，每一只都略有不同。'),
      words('Holds 320 ml and sits well in cold hands.', '容量 320 毫升，冷天捧着正好。'),
      words('Safe in the dishwasher and the microwave.', '可用洗碗机和微波炉。'),
      words('The foot is left raw: you can feel the clay.', '杯底不上釉，摸得到陶土本色。'),
    ],
  },
  teapot: {
    nouns: [words('teapot', '茶壶'), words('kettle', '手冲壶'), words('stove kettle', '炉上水壶')],
    materials: [STONEWARE, ENAMEL, STEEL],
    patterns: GLAZED,
    price: [29, 89],
    facts: [
      words('Pours without a drip.', '收水利落，不滴不漏。'),
      words('Holds one litre: four cups, or one long morning.', '容量一升：四杯茶，或一个长长的早晨。'),
      words('A deep basket leaves room for the leaves to open.', '深茶滤让茶叶充分舒展。'),
      words('The handle stays cool.', '把手不烫手。'),
    ],
  },
  bowl: {
    nouns: [words('bowl', '碗'), words('nest of bowls', '套碗'), words('serving bowl', '大盘碗')],
    materials: [STONEWARE, PORCELAIN, WOODEN],
    patterns: GLAZED,
    price: [14, 62],
    facts: [
      words('As right for soup as for a heap of oranges.', '盛汤正好，堆一捧橙子也好看。'),
      words('Stacks low in the cupboard.', '叠放不占橱柜。'),
      words('Fired twice; it does not mind the oven.', '两次烧成，可入烤箱。'),
      words('Glazed inside, bare outside.', '内里施釉，外壁素烧。'),
    ],
  },
  pan: {
    nouns: [words('casserole', '炖锅'), words('saucepan', '奶锅'), words('frying pan', '煎锅')],
    materials: [material('cast-iron', '铸铁', 'gloss'), ENAMEL, STEEL],
    patterns: ['plain', 'speckle', 'blocks'],
    price: [32, 149],
    facts: [
      words('Holds its heat long after the flame is out.', '关火之后仍久久保温。'),
      words('For gas, induction and the oven.', '明火、电磁炉、烤箱皆可。'),
      words('Gets better with the years.', '越用越好。'),
      words('Serves four, with seconds.', '四人份，还能添一轮。'),
    ],
  },
  lamp: {
    nouns: [words('table lamp', '台灯'), words('reading lamp', '阅读灯'), words('tripod lamp', '三脚灯')],
    materials: [material('ceramic', '陶瓷', 'gloss'), material('brass', '黄铜', 'metal'), LINEN],
    patterns: ['plain', 'stripes', 'dots', 'weave', 'waves', 'pinstripe'],
    price: [39, 189],
    facts: [
      words('A warm light that flatters any room.', '暖光柔和，哪间屋子都好看。'),
      words('Dims at a touch.', '轻触调光。'),
      words('The shade is sewn by hand.', '灯罩手工缝制。'),
      words('A two-metre cord in woven cotton.', '两米棉编电线。'),
    ],
  },
  vase: {
    nouns: [
      words('bottle vase', '瓶形花瓶'),
      words('shoulder vase', '双肩花瓶'),
      words('tall vase', '直筒花瓶'),
      words('gourd vase', '葫芦花瓶'),
    ],
    materials: [STONEWARE, PORCELAIN, material('terracotta', '陶', 'matt')],
    patterns: GLAZED,
    price: [18, 95],
    facts: [
      words('One stem is enough.', '一枝足矣。'),
      words('Watertight, and heavy enough not to tip.', '不渗水，重心稳。'),
      words('Looks finished even when it is empty.', '空着也好看。'),
      words('Turned on the wheel in small batches.', '小批量手工拉坯。'),
    ],
  },
  cushion: {
    nouns: [words('cushion', '靠垫'), words('bolster cushion', '长靠垫'), words('round cushion', '圆坐垫')],
    materials: [LINEN, COTTON, WOOL],
    patterns: WOVEN,
    price: [19, 69],
    facts: [
      words('The cover comes off and washes at 30 °C.', '外套可拆,30 °C 水洗。'),
      words('Filled with recycled down.', '再生羽绒填充。'),
      words('Piped edges keep their shape.', '滚边收口，久用不变形。'),
      words('Woven on narrow looms.', '窄幅织机织造。'),
    ],
  },
  clock: {
    nouns: [words('wall clock', '挂钟'), words('desk clock', '座钟'), words('mantel clock', '壁炉钟')],
    materials: [WOODEN, material('brass', '黄铜', 'metal'), STEEL],
    patterns: ['plain'],
    price: [29, 129],
    facts: [
      words('The second hand sweeps and does not tick.', '扫秒机芯，静音不滴答。'),
      words('Readable from across the room.', '远处也看得清。'),
      words('One battery lasts about two years.', '一节电池约用两年。'),
      words('No logo on the dial.', '表盘无标志。'),
    ],
  },
  chair: {
    nouns: [words('armchair', '扶手椅'), words('dining chair', '餐椅'), words('stool', '凳子')],
    materials: [
      material('oak', '橡木', 'cloth'),
      material('ash', '白蜡木', 'cloth'),
      material('walnut', '胡桃木', 'cloth'),
    ],
    patterns: ['plain', 'checks', 'weave', 'pinstripe', 'stripes'],
    price: [79, 549],
    facts: [
      words('Joined without a single screw.', '榫卯结构，不用一颗螺丝。'),
      words('The cover can be changed in ten minutes.', '椅套十分钟即可更换。'),
      words('Oiled, so that marks can be rubbed out.', '木蜡油涂装，小划痕可自行修复。'),
      words('Made to be mended.', '坏了能修。'),
    ],
  },
  plant: {
    nouns: [
      words('rubber plant', '橡皮树'),
      words('snake plant', '虎尾兰'),
      words('fern', '蕨'),
      words('cactus', '仙人掌'),
      words('parlour palm', '袖珍椰子'),
    ],
    materials: [material('potted', '盆栽', 'matt'), material('glazed-pot', '釉盆', 'gloss')],
    patterns: ['plain', 'speckle', 'dots', 'terrazzo', 'waves', 'blocks', 'stripes'],
    price: [12, 79],
    facts: [
      words('Forgives a missed watering.', '忘浇一次水也没关系。'),
      words('Likes bright shade.', '喜明亮散射光。'),
      words('Comes in its pot, with a saucer.', '连盆带托盘。'),
      words('Safe for cats and dogs.', '对猫狗无害。'),
    ],
  },
  'watering-can': {
    nouns: [words('watering can', '洒水壶'), words('indoor watering can', '室内浇水壶')],
    materials: [STEEL, ENAMEL, material('zinc', '镀锌', 'matt')],
    patterns: QUIET,
    price: [16, 58],
    facts: [
      words('The long spout reaches the back of the shelf.', '长壶嘴，够得到架子里侧。'),
      words('Balanced when full.', '装满水也稳当。'),
      words('Will not rust.', '不生锈。'),
      words('Holds 1.2 litres.', '容量 1.2 升。'),
    ],
  },
} satisfies Record<string, Kind>;
