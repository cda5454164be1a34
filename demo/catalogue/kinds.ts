import type { KindName } from './departments.ts';
import type { PatternName } from './drawing/patterns.ts';
import type { Surface } from './drawing/studio.ts';
import { type Words, words } from './words.ts';

export interface Material {
  name: Words;
  surface: Surface;
}

/** What the shop can say about one kind of product. */
export interface Kind {
  /** By form, as the drawing numbers them. */
  nouns: readonly Words[];
  materials: readonly Material[];
  /** Patterns that suit it, of those that its style likes. Always `plain`. */
  patterns: readonly PatternName[];
  /** From the simplest to the finest, in euros. */
  price: readonly [number, number];
  /** Sentences, of which a product gets two. */
  facts: readonly Words[];
}

const material = (en: string, zh: string, surface: Surface): Material => ({ name: words(en, zh), surface });

const GLAZED: readonly PatternName[] = [
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
const WOVEN: readonly PatternName[] = [
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
const QUIET: readonly PatternName[] = ['plain', 'speckle', 'stripes', 'blocks', 'weave'];

const STONEWARE = material('stoneware', '炻器', 'matt');
const PORCELAIN = material('porcelain', '瓷', 'gloss');
const ENAMEL = material('enamel', '搪瓷', 'gloss');
const STEEL = material('steel', '不锈钢', 'metal');
const LINEN = material('linen', '亚麻', 'cloth');
const COTTON = material('cotton', '棉', 'cloth');
const WOOL = material('wool', '羊毛', 'cloth');
const CANVAS = material('canvas', '帆布', 'cloth');
const LEATHER = material('leather', '皮革', 'matt');
const WOODEN = material('wooden', '木质', 'matt');

export const KINDS: Record<KindName, Kind> = {
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
  jumper: {
    nouns: [words('jumper', '圆领毛衣'), words('roll-neck', '高领毛衣'), words('cardigan', '开衫')],
    materials: [WOOL, material('lambswool', '羔羊毛', 'cloth'), COTTON],
    patterns: ['plain', 'stripes', 'blocks', 'dots', 'waves', 'checks'],
    price: [45, 169],
    facts: [
      words('Knitted in one piece, so no seam rubs.', '一体编织，无缝不磨。'),
      words('Cut a little loose.', '版型略宽松。'),
      words('Warm without weight.', '轻而暖。'),
      words('Comes with a length of yarn for mending.', '附一段补线。'),
    ],
  },
  tee: {
    nouns: [words('T-shirt', 'T 恤'), words('printed T-shirt', '印花 T 恤'), words('pocket T-shirt', '口袋 T 恤')],
    materials: [COTTON, material('hemp', '麻', 'cloth'), material('organic cotton', '有机棉', 'cloth')],
    patterns: ['plain', 'stripes', 'pinstripe', 'dots', 'blocks'],
    price: [15, 49],
    facts: [
      words('Thick enough not to show through.', '厚实不透。'),
      words('Shrunk before it is sewn: the size stays.', '先缩水后缝制，尺码不变。'),
      words('A neck that does not give way.', '领口不松垮。'),
      words('Dyed in small vats.', '小缸染色。'),
    ],
  },
  hat: {
    nouns: [words('bobble hat', '绒球帽'), words('cap', '棒球帽'), words('bucket hat', '渔夫帽')],
    materials: [WOOL, COTTON, CANVAS],
    patterns: ['plain', 'stripes', 'checks', 'dots', 'waves', 'blocks', 'weave'],
    price: [16, 55],
    facts: [
      words('One size that truly fits most.', '均码，适合大多数头围。'),
      words('Packs flat.', '可折叠收纳。'),
      words('Lined at the brow.', '额前有衬里。'),
      words('Made for wind.', '不怕风。'),
    ],
  },
  sneaker: {
    nouns: [words('runners', '跑鞋'), words('high-tops', '高帮鞋'), words('slip-ons', '一脚蹬')],
    materials: [CANVAS, material('suede', '麂皮', 'matt'), LEATHER],
    patterns: ['plain', 'checks', 'stripes', 'dots', 'weave', 'waves'],
    price: [49, 159],
    facts: [
      words('Soles of natural rubber, stitched on.', '天然橡胶底，车线缝合。'),
      words('Light: 240 g a shoe.', '轻，单只 240 克。'),
      words('No breaking in.', '无需磨合。'),
      words('A second pair of laces in the box.', '附一副备用鞋带。'),
    ],
  },
  boot: {
    nouns: [words('Chelsea boots', '切尔西靴'), words('hiking boots', '徒步靴'), words('rain boots', '雨靴')],
    materials: [LEATHER, material('waxed', '油蜡皮', 'matt'), material('rubber', '橡胶', 'gloss')],
    patterns: ['plain', 'dots', 'stripes', 'checks'],
    price: [69, 239],
    facts: [
      words('Keeps out a whole wet day.', '雨天走一整日也不湿。'),
      words('Can be resoled.', '可换底。'),
      words('Grips on mud and on marble.', '泥地、石面都防滑。'),
      words('Runs true to size.', '尺码标准。'),
    ],
  },
  backpack: {
    nouns: [words('daypack', '日用双肩包'), words('roll-top pack', '卷口背包'), words('rucksack', '翻盖背包')],
    materials: [CANVAS, material('waxed cotton', '蜡棉', 'cloth'), material('ripstop', '防撕布', 'cloth')],
    patterns: ['plain', 'stripes', 'checks', 'dots', 'botanical', 'blocks', 'terrazzo', 'weave'],
    price: [45, 189],
    facts: [
      words('A padded sleeve for a 15-inch laptop.', '内有 15 寸电脑隔层。'),
      words('Stands up by itself.', '能自己站稳。'),
      words('Holds 22 litres.', '容量 22 升。'),
      words('Sheds rain.', '防泼水。'),
    ],
  },
  tote: {
    nouns: [words('tote', '托特包'), words('bucket bag', '水桶包'), words('crossbody bag', '斜挎包')],
    materials: [CANVAS, LEATHER, COTTON],
    patterns: ['plain', 'stripes', 'dots', 'checks', 'botanical', 'waves', 'weave'],
    price: [22, 179],
    facts: [
      words('Long handles that stay on the shoulder.', '长提手，不滑肩。'),
      words('A pocket inside for keys.', '内袋放钥匙。'),
      words('Carries more than it admits.', '看着小，装得多。'),
      words('Washes at 30 °C.', '30 °C 可洗。'),
    ],
  },
  tent: {
    nouns: [words('ridge tent', '人字帐'), words('dome tent', '穹顶帐'), words('bell tent', '钟形帐')],
    materials: [CANVAS, material('ripstop', '防撕布', 'cloth')],
    patterns: ['plain', 'stripes', 'blocks', 'weave'],
    price: [129, 549],
    facts: [
      words('Up in four minutes.', '四分钟搭好。'),
      words('Sleeps two, and a dog.', '睡两人一狗。'),
      words('Holds in wind up to force seven.', '可抗七级风。'),
      words('Seams are taped.', '接缝压胶。'),
    ],
  },
  flask: {
    nouns: [words('bottle', '水瓶'), words('flask', '保温壶'), words('loop bottle', '提环水瓶')],
    materials: [STEEL, material('powder-coated', '喷粉', 'matt'), ENAMEL],
    patterns: ['plain', 'stripes', 'dots', 'speckle', 'waves', 'blocks', 'terrazzo', 'botanical'],
    price: [18, 54],
    facts: [
      words('Hot for twelve hours, cold for a day.', '保热十二小时，保冷一整天。'),
      words('Fits a cup holder.', '放得进车载杯架。'),
      words('Does not leak in a bag.', '放包里不漏。'),
      words('Wide enough for ice.', '瓶口放得进冰块。'),
    ],
  },
  lantern: {
    nouns: [words('hurricane lantern', '马灯'), words('garden lantern', '庭院灯')],
    materials: [material('brass', '黄铜', 'metal'), ENAMEL, material('iron', '铁艺', 'matt')],
    patterns: ['plain', 'stripes', 'dots'],
    price: [24, 98],
    facts: [
      words('Burns all evening on one filling.', '一次加满可点一晚。'),
      words('Stays lit in a breeze.', '微风不灭。'),
      words('Hangs from a branch or stands on a table.', '可挂树枝，可放桌上。'),
      words('With a candle to begin with.', '附一支蜡烛。'),
    ],
  },
  notebook: {
    nouns: [words('notebook', '笔记本'), words('cloth-bound journal', '布脊手账'), words('ring pad', '线圈本')],
    materials: [
      material('lined', '横线', 'flat'),
      material('dotted', '点阵', 'flat'),
      material('blank', '空白', 'flat'),
    ],
    patterns: ['plain', 'stripes', 'dots', 'checks', 'botanical', 'waves', 'terrazzo', 'blocks', 'speckle'],
    price: [7, 32],
    facts: [
      words('Lies flat on any page.', '任意页摊平。'),
      words('Paper that takes a fountain pen.', '钢笔书写不洇。'),
      words('192 numbered pages.', '192 页，带页码。'),
      words('A pocket at the back for tickets.', '封底有票据袋。'),
    ],
  },
  headphones: {
    nouns: [words('studio headphones', '监听耳机'), words('wireless headphones', '无线耳机')],
    materials: [
      material('walnut', '胡桃木', 'matt'),
      material('aluminium', '铝', 'metal'),
      material('matt', '哑光', 'matt'),
    ],
    patterns: ['plain', 'speckle'],
    price: [69, 329],
    facts: [
      words('Thirty hours on a charge.', '充一次电用三十小时。'),
      words('Pads that can be replaced.', '耳垫可更换。'),
      words('A calm sound, with no boom.', '声音沉静，低音不轰。'),
      words('Folds into its own pouch.', '可折叠入袋。'),
    ],
  },
  toy: {
    nouns: [
      words('car', '小汽车'),
      words('stacking rings', '叠叠乐'),
      words('robot', '机器人'),
      words('sailing boat', '帆船'),
    ],
    materials: [WOODEN, material('beech', '榉木', 'matt'), material('maple', '枫木', 'matt')],
    patterns: ['plain', 'stripes', 'dots', 'checks'],
    price: [14, 64],
    facts: [
      words('Painted with colours that may be chewed.', '水性漆，咬一口也安全。'),
      words('No batteries, no noise.', '不用电池，没有噪音。'),
      words('Survives the stairs.', '滚下楼梯也摔不坏。'),
      words('For one year and up.', '一岁以上。'),
    ],
  },
};
