/** A fact as Chinese writes it, and as facts are compared: in English where English has a word for it. */
export interface ChineseFact {
  kind: 'colour' | 'material' | 'size';
  written: string;
  value: string;
}

/** What stands left of the colon is the value; a form may also end in what stands after the list (`黑`, `黑色`). */
const COLOURS = `
  black:黑 墨黑 | white:白 纯白 雪白 | grey:灰 | charcoal:炭灰 | silver:银 | red:红 大红 | crimson:绯红 | burgundy:酒红 | maroon:栗红
  rust:铁锈红 砖红 | coral:珊瑚 珊瑚红 | pink:粉 粉红 | rose:玫瑰红 玫红 | magenta:洋红 | orange:橙 橘 橙红 | apricot:杏
  amber:琥珀 | yellow:黄 | mustard:芥末黄 姜黄 | gold:金 | beige:米 米白 | cream:奶油 奶白 | ivory:象牙白 | brown:棕 褐 | tan:茶
  camel:驼 | coffee:咖啡 咖 | chocolate:巧克力 | khaki:卡其 | nude:裸 | green:绿 | olive:橄榄绿 | emerald:祖母绿 | mint:薄荷绿
  lime:青柠 | teal:凫蓝 | turquoise:绿松石 | cyan:青 | aqua:水蓝 湖蓝 | blue:蓝 | navy:藏青 藏蓝 海军蓝 | indigo:靛蓝 靛
  cobalt:钴蓝 | purple:紫 | lavender:薰衣草紫 | lilac:丁香紫 | violet:紫罗兰 | multicolour:彩 多 拼 | bronze:古铜 | copper:紫铜 | taupe:灰褐
`;
/** Of these, one character alone says nothing: `金属`, `多` and the like are colours with 色 only. */
const WITH_SUFFIX_ONLY: ReadonlySet<string> = new Set(
  '银 金 米 茶 杏 裸 咖 青 靛 彩 多 拼 奶油 琥珀 咖啡 巧克力 青柠 粉 珊瑚'.split(' '),
);
/** Before a colour they make another one. */
const SHADES = '深 浅 暗 亮 淡 嫩 艳 墨 银 金'.split(' ');
const SHADED = '红 橙 黄 绿 青 蓝 紫 灰 棕 粉 褐'.split(' ');

const MATERIALS = `
  cotton:棉 纯棉 全棉 棉布 | polyester:涤纶 聚酯 聚酯纤维 | nylon:尼龙 锦纶 | acrylic:腈纶 亚克力 | spandex:氨纶 | wool:羊毛 | cashmere:羊绒
  silk:真丝 丝绸 蚕丝 桑蚕丝 | linen:亚麻 | hemp:麻 | jute:黄麻 | denim:牛仔布 | canvas:帆布 | velvet:天鹅绒 丝绒 | corduroy:灯芯绒
  fleece:抓绒 摇粒绒 | satin:缎 绸缎 | chiffon:雪纺 | lace:蕾丝 | viscose:粘胶 | modal:莫代尔 | lyocell:莱赛尔 | tencel:天丝 | microfibre:超细纤维
  leather:皮革 真皮 牛皮 羊皮 皮面 皮 | suede:麂皮 | leatherette:人造革 人造皮革 合成革 仿皮 | fur:皮草 | rubber:橡胶 橡皮 | silicone:硅胶 | plastic:塑料
  foam:泡沫 | mesh:网布 网眼布 | resin:树脂 | metal:金属 | stainless:不锈钢 | steel:钢 碳钢 | iron:铁 铸铁 铁艺 | aluminium:铝 | alloy:合金 铝合金
  brass:黄铜 | copper:铜 紫铜 | bronze:青铜 | titanium:钛 | zinc:锌 | wood:木 实木 原木 木头 | oak:橡木 | ash:白蜡木 | beech:榉木 | maple:枫木 | pine:松木 | teak:柚木 | birch:桦木 | walnut:胡桃木 | bamboo:竹 竹子 | rattan:藤
  cork:软木 | ceramic:陶瓷 陶 | porcelain:瓷 | stoneware:炻器 | enamel:搪瓷 | terracotta:赤陶 | glass:玻璃 | crystal:水晶 | pearl:珍珠
  marble:大理石 | stone:石 石材 石料 | jade:玉 玉石 | diamond:钻石 | paper:纸 牛皮纸 纸张 | down:羽绒 鸭绒 鹅绒 | carbon:碳纤维 | eva:乙烯
`;
/** Alone they are part of too many other words: of a material are they with 质 or 制. */
const RARELY_ALONE: ReadonlySet<string> = new Set('石 玉 纸'.split(' '));
const SIZES = 'l:大号 大码 | m:中号 中码 | s:小号 小码 | xl:加大码 加大号 特大号 | one-size:均码';

/** Words that have a fact's character and state none. */
const LOOK_ALIKES: readonly string[] = (
  '明白 白天 空白 坦白 白费 白昼 表白 蓝牙 蓝图 黄昏 黄金周 红利 网红 走红 红外 红酒 绿植 绿色环保 黑暗 黑夜 灰尘 紫外 ' +
  '银行 资金 奖金 金额 地铁 铁路 钢琴 钢笔 螺丝 丝毫 皮肤 调皮 俏皮 橡皮树 表皮 果皮 头皮 麻烦 麻利 芝麻 棉花糖 ' +
  '木马 积木 树木 草木 花木 木耳 竹马 陶醉 陶冶 陶土 浮木 桤木 木蜡油 大多 咖啡杯 咖啡机 巧克力棒 多种 多个 拼接 花朵'
).split(' ');

function* pairs(table: string): Generator<[value: string, forms: string[]]> {
  for (const line of table.split(/[|\n]/)) {
    const [value, forms] = line.trim().split(':');
    if (forms) yield [value, forms.split(' ')];
  }
}

function* formsOf(): Generator<ChineseFact> {
  for (const [value, forms] of pairs(COLOURS)) {
    for (const form of forms) {
      if (!WITH_SUFFIX_ONLY.has(form)) yield { kind: 'colour', written: form, value };
      yield { kind: 'colour', written: `${form}色`, value };
    }
  }
  for (const shade of SHADES) {
    for (const colour of SHADED) {
      for (const suffix of ['', '色']) {
        yield { kind: 'colour', written: `${shade}${colour}${suffix}`, value: `${shade}${colour}` };
      }
    }
  }
  for (const [value, forms] of pairs(MATERIALS)) {
    for (const form of forms) {
      for (const suffix of RARELY_ALONE.has(form) ? ['质', '制'] : ['', '质', '制'])
        yield { kind: 'material', written: form + suffix, value };
    }
  }
  for (const [value, forms] of pairs(SIZES)) {
    for (const written of forms) yield { kind: 'size', written, value };
  }
}

/** Colours, materials and sizes as Chinese writes them, each form once. */
export const CHINESE_FACTS: readonly ChineseFact[] = [
  ...new Map([...formsOf()].reverse().map((fact) => [`${fact.kind} ${fact.written}`, fact])).values(),
];
export const CHINESE_LOOK_ALIKES = LOOK_ALIKES;

const CHINESE_BY_VALUE = new Map(
  [...pairs(COLOURS), ...pairs(MATERIALS), ...pairs(SIZES)].map(([value, [form]]) => [
    value,
    WITH_SUFFIX_ONLY.has(form) ? `${form}色` : RARELY_ALONE.has(form) ? `${form}质` : form,
  ]),
);
/** A fact in Chinese, where it is one of those above. */
export const inChinese = (value: string): string | undefined => CHINESE_BY_VALUE.get(value);

/** What a number before it measures, and what it counts. */
export const CHINESE_UNITS: readonly string[] =
  '毫升 升 克 千克 公斤 斤 毫克 厘米 毫米 分米 公分 公里 平方米 米 英寸 寸 英尺 尺 盎司 磅 瓦 伏 毫安 安时 度 像素 吨'.split(
    ' ',
  );
export const CHINESE_MONEY: readonly string[] = '元 块钱 欧元 美元 英镑 人民币'.split(' ');
export const CHINESE_COUNTERS: readonly string[] = (
  '个 只 件 双 条 片 支 枝 枚 层 对 组 套 台 张 本 把 副 节 颗 粒 块 人 份 段 次 杯 页 口 袋 包 盒 瓶 罐 档 种 款 轮 级 倍 ' +
  '股 根 扇 格 联 重 小时 分钟 秒 天 日 周 个月 月 年 岁 人份'
).split(' ');

const NUMERAL = /^[零〇一二两三四五六七八九十百千万]$/u;
export const isNumeral = (character: string): boolean => NUMERAL.test(character);
const DIGITS = '零一二三四五六七八九';
const TENS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 };

/** The number that Chinese numerals name: 12 of `十二`, 250 of `二百五十`. */
export function numberOf(numerals: string): number {
  let [all, section, digit] = [0, 0, 0];
  for (const character of numerals.replaceAll('两', '二').replaceAll('〇', '零')) {
    const ten = TENS[character];
    if (ten === undefined) digit = DIGITS.indexOf(character);
    else if (ten === 10_000) {
      all = (all + section + digit) * ten;
      [section, digit] = [0, 0];
    } else {
      section += (digit || 1) * ten;
      digit = 0;
    }
  }
  return all + section + digit;
}
