import { words } from '../words.ts';
import type { Kind } from './kind.ts';
import { CANVAS, ENAMEL, material, STEEL, WOODEN } from './materials.ts';

/** What is for days out, for the desk, and for play. */
export const LEISURE = {
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
} satisfies Record<string, Kind>;
