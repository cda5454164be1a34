import { words } from '../words.ts';
import type { Kind } from './kind.ts';
import { CANVAS, COTTON, LEATHER, material, WOOL } from './materials.ts';

/** What is worn or carried. */
export const WORN = {
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
} satisfies Record<string, Kind>;
