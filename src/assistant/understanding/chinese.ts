import type { SpokenPatterns } from './patterns.ts';

const NUMERALS = '一二三四五六七八九十';
const MEASURE = '[个件条只盏双款把张顶本套台种]';
const ORDINAL = new RegExp(`第([${NUMERALS}]|\\d{1,2})${MEASURE}?|最后一?${MEASURE}`, 'giu');
const FIRST_FEW = new RegExp(`前([两二三四234])${MEASURE}?|[这那]两${MEASURE}`, 'iu');
const FEW: Readonly<Record<string, number>> = { 两: 2, 二: 2, 三: 3, 四: 4 };

const ofThese = (which: string): RegExp =>
  new RegExp(
    `(?:哪一?${MEASURE}|(?:这|那)(?:些|几${MEASURE})|其中|里面?).*最${which}|最${which}的?是?(?:哪|那)一?${MEASURE}`,
    'u',
  );

const GENERIC =
  /礼物|礼品|东西|商品|产品|好看|好用|漂亮|不错|特别|合适|适合|推荐|什么|妈妈|爸爸|母亲|父亲|朋友|女友|男友|女朋友|男朋友|老婆|老公|太太|先生|孩子|小朋友|爷爷|奶奶|外公|外婆|姐姐|妹妹|哥哥|弟弟|阿姨|叔叔|邻居|老板|喜欢|同事|老师|生日|圣诞|节日|新年|预算|给|送|买|好|点|个|的|我|你|他|她|想|(?<!不)要|帮|选|挑|随便|看|吧|吗|有|啥/gu;

export const CHINESE: SpokenPatterns = {
  whole: {
    back: /^(?:返回|上一步|回到?上一?[个步]|退回|撤销|后退|回去)$/iu,
    restart: /^(?:重新开始|重来|从头来|从头开始|清空|重新来过?)$/iu,
    more: /^还有(?:吗|没有|别的吗?|其[他它]的?吗?)?$|^(?:看看?)?更多$|^再(?:看看|来几个|来一些)$|^换一[批些组]$|^下一页$|^(?:再?看看?)?(?:别|其[他它])的$/iu,
    greeting: /^(?:你好|您好|嗨|哈喽|早上好|下午好|晚上好|在吗)$/iu,
    thanks: /^(?:好的?[，,\s]*)?(?:谢谢(?:你|您|啦|了)?|多谢|感谢|再见)$/iu,
    help: /^(?:帮助|你能做什么|你会什么|能做什么|怎么用|你是谁)$/iu,
  },
  fillers: [
    /^(?:嗯+|哦|噢|啊|那个|算了|好的?(?=[，,、\s])|行(?=[，,、\s]))[，,、。\s]*/u,
    /[，,、\s]*(?:都行|都可以|也行|也可以|就行|就好|最好)$/u,
  ],
  forget: /^(?:去掉|取消|不限)/iu,
  indifferent:
    /^(?:什么|任何|哪个|哪种|随便什么)(品牌|牌子|颜色|价格|价位|种类)都?(?:行|可以|好|无所谓)$|^(品牌|牌子|颜色|价格|价位|种类)(?:不限|无所谓|随便|都行|都可以)$/u,
  compare: /比较一?下?|对比一?下?|比一?[下比]|有什么(?:不同|区别)|哪一?[个件款]更?好/giu,
  whichOf: /哪一?[个件款]|还是/u,
  between: /\s*[,、，]\s*|(?<=\p{Script=Han})[和与跟同](?=.)/giu,
  similar: /(?:类似|相似|差不多|像)的?|一样的/giu,
  about:
    /怎么样|如何|详细|介绍|说说|看看?|一下|多少钱|什么价(?:格|位)?|价格|卖多少|它|[这那][个件款]|是|什么|我要|我想要?|呢|吧|吗|的/giu,
  it: /^(?:它|这[个件款]|那[个件款])/u,
  pronoun: /^(?:它|这[个件款]|那[个件款])$/u,
  lower:
    /(?:别|不要|不能|不)?太贵了?|(?<!最)(?:再|更)?便宜(?:一?[点些]儿?|得?多)的?|(?:再|更)便宜的?|比(?=.*便宜)|(?<=[个件款])便宜的?$|有没有便宜的|实惠一?点?的?/giu,
  higher: /(?:再|更)?贵(?:一?[点些]儿?|得?多)的?|更贵的?|高档(?:一?[点些])?的?|太便宜了?/giu,
  cheapestOfThese: ofThese('便宜'),
  dearestOfThese: ofThese('贵'),
  cheapest: /^最便宜的?(?:那?一?个)?$/u,
  dearest: /^最贵的?(?:那?一?个)?$/u,
  otherColour: /(?:还?有)?(?:换成?|另外?|别的|其[他它]|不同)(?:一?[种个]|的)?颜色的?/giu,
  otherBrand: /(?:还?有)?(?:换成?|另外?|别的?|其[他它]|不同)(?:一?[种个家]|的)?(?:品牌|牌子)的?/giu,
  unwanted: /(?:不想?要|不含|不带|不喜欢|不是|除了)(?:任何)?(\p{Script=Han}+?)(?:色?的|(?=[^\p{Script=Han}]|$))/gu,
  sameFor: /^那.+呢[?？]?$/iu,
  leads: new RegExp(
    `^(?:你好|您好|请问?|麻烦你?|那么?|还是|或者|给我|帮我|推荐|介绍|我?(?:想|需要|打算|在找)(?:要?买|要?找|要?看看?|要|送)?|我要(?:买|找)?|有没有|有(?!机)|看看?|看一下|找|买|送|来(?=[点些个])|几${MEASURE}|一${MEASURE}|[这那]${MEASURE}|一些|一下|些|点|只要|要|[,，、\\s])`,
    'u',
  ),
  trails:
    /(?:有吗|有哪些|(?<=的)有|可以吗|好吗|吗|呢|吧|啊|呀|么|嘛|了|谢谢|看看|一下|排序?|排列|的|[?？!！。.,，~…\s])$/u,
  story: /^.*[，,。；;\s].{0,4}?(?:想要?买?|要买|需要|缺|找|买)(?:点|些|几?[个件条只盏双款把张顶本套台种])?/gu,
  purpose:
    /适合\p{Script=Han}{1,6}?的|(?:送|给)\p{Script=Han}{1,5}?的|\p{Script=Han}{1,4}?(?:用|穿|戴|喝|玩)的(?=\p{Script=Han})/gu,
  purposeWords: /^(?:适合|送|给)|(?:用|穿|戴|喝|玩)?的$/gu,
  either: /([^\s，,、]+?)(?:或者?|还是)([^\s，,、]+)/u,
  rewrites: [
    [/预算(?:在|是|为|大概|大约)?(?=\d)/gu, ''],
    [/按?价格排(?:序|列)?(?:一下)?|从低到高/gu, '从便宜到贵'],
  ],
  withoutGeneric: (text) => text.replace(GENERIC, ' ').trim(),
  placesIn: (text) => {
    const few = FIRST_FEW.exec(text);
    if (few) {
      const count = FEW[few[1] ?? '两'] ?? Number(few[1]);
      return Array.from({ length: count }, (_, place) => place);
    }
    return Array.from(text.matchAll(ORDINAL), ([whole, number]) => {
      if (whole.startsWith('最后')) return -1;
      return (NUMERALS.includes(number) ? NUMERALS.indexOf(number) + 1 : Number(number)) - 1;
    });
  },
  withoutPlaces: (text) => text.replace(FIRST_FEW, ' ').replace(ORDINAL, ' '),
  question: /[吗呢]|怎么|如何|多久|什么|哪|能|可以|几点|多少|支持|有没有/iu,
  goods: /^有没有|^有.+吗/iu,
  topics: {
    delivery: /送货|发货|配送|快递|运费|邮费|包邮|物流|送达|送到|到货/u,
    returns: /退货|退款|退换|换货|退钱|[能可]以?退/u,
    payment: /支付|付款|付钱|信用卡|支付宝|微信|货到付款|分期/u,
    account: /注册|账户|账号|帐号|登录|会员/u,
    contact: /联系|客服|电话|邮箱/u,
    hours: /营业时间|几点(?:开|关)|开门|关门/u,
    warranty: /保修|质保|保证期/u,
    invoice: /发票|收据/u,
  },
  fields: {
    price: /^(?:价格|价位|预算)$/u,
    brand: /^(?:品牌|牌子)$/u,
    category: /^(?:分类|种类)$/u,
    colour: /^颜色$/u,
  },
};
