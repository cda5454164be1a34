import type { AnswerLanguage } from './answer.ts';

/** What a visitor asks of the conversation, beside what they look for. */
export interface Utterance {
  /** A whole request of its own. */
  move?: 'back' | 'restart' | 'more' | 'similar' | 'about' | 'compare' | 'greeting' | 'thanks' | 'help' | 'forget';
  /** Places of products that were shown, from 0; −1 is the last. */
  places: readonly number[];
  /** In relation to what was shown. */
  price?: 'lower' | 'higher';
  otherColour: boolean;
  /** The same wish, for another thing: `what about mugs?`. */
  sameFor: boolean;
  /** What is left to be searched for. */
  phrase: string;
  /** Chinese words for what is not wanted, of which the search has no label. */
  without: readonly string[];
  /** Whether the phrase says no more than that something is wanted. */
  vague: boolean;
}

const NUMERALS_EN = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const NUMERALS_ZH = '一二三四五六七八九十';
const MEASURE = '[个件条只盏双款把张顶本套台种]';
const ORDINAL = new RegExp(
  `\\b(?:the\\s+)?(?:(${NUMERALS_EN.join('|')})|(?:number\\s+|no\\.?\\s*|#)(\\d{1,2})|(\\d{1,2})(?:st|nd|rd|th)|(last))(?:\\s+ones?)?(?![\\p{L}\\p{N}])|第([${NUMERALS_ZH}]|\\d{1,2})${MEASURE}?|最后一?${MEASURE}`,
  'giu',
);
const FIRST_FEW = new RegExp(
  `\\b(?:the\\s+)?(?:first|top)\\s+(two|three|four|2|3|4)(?:\\s+ones)?\\b|前([两二三四234])${MEASURE}?`,
  'iu',
);
const FEW: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, 两: 2, 二: 2, 三: 3, 四: 4 };

const COMPARE =
  /\b(?:compare|comparison|versus|vs|differences?(?:\s+between)?|differ|which (?:one )?is better)\b\.?|比较一?下?|对比一?下?|比一?[下比]|有什么(?:不同|区别)|哪个更?好/giu;
const SIMILAR =
  /\b(?:similar(?: (?:to|ones?|things?|products?))?|(?:more|something|anything) like(?: (?:it|this|that|these))?|alike)\b|(?:类似|相似|差不多|像)的?|一样的/giu;
const ABOUT =
  /\b(?:tell me|more|show me|details?|about|of|what|how|is|i(?:['’]ll)? (?:like|take|want)|please|it|one|on|the)\b|怎么样|如何|详细|介绍|说说|看看?|一下|我要|我想要?|呢|吧|的/giu;
/** What stands between things that are compared, and around them. */
export const BETWEEN = /\s+(?:and|with|to|vs\.?|versus|or)\s+|\s*[,、，]\s*|(?<=\p{Script=Han})[和与跟同](?=.)/giu;

const WHOLE: readonly (readonly [NonNullable<Utterance['move']>, RegExp])[] = [
  ['back', /^(?:go |one step )?back$|^undo$|^previous$|^(?:返回|上一步|回到?上一?[个步]|退回|撤销|后退|回去)$/iu],
  [
    'restart',
    /^(?:start|begin) (?:over|again|new|afresh)$|^(?:restart|reset|new search)$|^forget (?:it|everything|all)$|^(?:重新开始|重来|从头来|从头开始|清空|重新来过?)$/iu,
  ],
  [
    'more',
    /^(?:(?:show|give) )?(?:me )?(?:some |any )?more(?: of (?:them|these|those|it))?$|^(?:next|others?|(?:some|any)thing else|what else(?: do you have| is there)?|(?:some )?other ones|different ones|others? (?:please|instead))$|^还有(?:吗|没有|别的吗?|其[他它]的?吗?)?$|^(?:看看?)?更多$|^再(?:看看|来几个|来一些)$|^换一[批些组]$|^下一页$|^(?:看看?)?(?:别|其[他它])的$/iu,
  ],
  [
    'greeting',
    /^(?:hi|hello|hey|good (?:morning|day|afternoon|evening))(?: there)?$|^(?:你好|您好|嗨|哈喽|早上好|下午好|晚上好|在吗)$/iu,
  ],
  ['thanks', /^(?:thanks?(?: you)?(?: very much| a lot)?|thx|cheers|bye|goodbye)$|^(?:谢谢您?你?|多谢|感谢|再见)$/iu],
  [
    'help',
    /^(?:help|what can (?:you|i) (?:do|ask|say)|how does (?:it|this) work|who are you)$|^(?:帮助|你能做什么|你会什么|能做什么|怎么用|你是谁)$/iu,
  ],
];
const FORGET = /^(?:forget|drop|remove|take off|leave out|never mind)\s+(?:about\s+)?|^(?:去掉|取消|不限)/iu;

const LOWER =
  /\b(?:(?:a (?:bit|little)|much|some(?:thing)?|even)\s+)*(?:cheaper|less expensive|lower[- ]priced?|more affordable)\b(?!\s+than\s+\p{N})|too (?:expensive|dear)|(?<!最)(?:再|更)?便宜(?:一?[点些]儿?|得?多)的?|(?:再|更)便宜的?|太贵了?|有没有便宜的/giu;
const HIGHER =
  /\b(?:(?:a (?:bit|little)|much|some(?:thing)?|even)\s+)*(?:more expensive|pricier|dearer|higher[- ]priced?|more upmarket|better quality)\b(?!\s+than\s+\p{N})|too cheap|(?:再|更)?贵(?:一?[点些]儿?|得?多)的?|更贵的?|高档(?:一?[点些])?的?|太便宜了?/giu;
const OTHER_COLOUR =
  /\b(?:in\s+)?(?:(?:an)?other|a different|different|any other|change the|some other)\s+colou?rs?\b|(?:换成?|另外?|别的|其[他它]|不同)(?:一?[种个]|的)?颜色的?/giu;
/** A thing of it is said with 的: `不要皮的`. */
const NOT_WANTED_ZH =
  /(?:不想?要|不含|不带|不喜欢|不是|除了)(?:任何)?(\p{Script=Han}+?)(?:色?的|(?=[^\p{Script=Han}]|$))/gu;
const SAME_FOR = /^(?:and\s+|ok,?\s+)*(?:what|how) about\b|^那.+呢[?？]?$/iu;

const LEAD = new RegExp(
  '^(?:' +
    [
      'hi|hello|hey|ok|okay|so|well|and|but|also|then|now|actually|maybe|perhaps|please|sorry|no,|yes,?|rather',
      '(?:could|can|would|will) (?:you|i)|do you (?:have|sell|carry|know)|have you got|got|are there|is there',
      "i(?:['’]?m| am) (?:looking|searching|shopping|after)|i (?:want|need|wish|prefer)|i(?:['’]d| would) (?:like|love|prefer)|we need|i like",
      "looking|searching|show|find|give|get|recommend|suggest|help|search|see|buy|let(?:[’']s| me)|what about|how about|what is|what are|which is|which are|what(?:[’']s)?|which",
      'make it|only|just|rather|to|me|us|for|by|in|with|of|a|an|the|any|anything|some|something|ones?|that is|that are|it|be',
    ].join('|') +
    ')(?![\\p{L}\\p{N}-])[\\s,]*',
  'iu',
);
const TRAIL =
  /[\s,]*(?:(?<![\p{L}\p{N}])(?:please|thanks|thank you|instead|too|though|then|ones?|for me|now)|[?!.,;:~…？！。，；：]+)$/iu;
const LEAD_ZH = new RegExp(
  `^(?:你好|您好|请问?|麻烦你?|那么?|还是|或者|给我|帮我|推荐|介绍|我?(?:想|需要|打算|在找)(?:要?买|要?找|要?看看?|要|送)?|我要(?:买|找)?|有没有|有(?!机)|看看?|看一下|找|买|送|来(?=[点些个])|几${MEASURE}|一${MEASURE}|[这那]${MEASURE}|一些|一下|些|点|只要|要|[,，、\\s])`,
  'u',
);
const TRAIL_ZH = /(?:有吗|可以吗|好吗|吗|呢|吧|啊|呀|么|嘛|了|谢谢|看看|一下|的|[?？!！。.,，~…\s])$/u;

/** What says no more than that something is wanted, for somebody. */
const GENERIC = new Set(
  (
    'present presents gift gifts idea ideas nice good great cool best lovely pretty beautiful special something anything things thing stuff ' +
    'product products item items article articles mother mum mom father dad friend friends wife husband sister brother girlfriend boyfriend ' +
    'grandmother grandfather colleague boss her him them she he someone somebody everyone birthday christmas anniversary valentine day ' +
    'child children kid kids son daughter boy girl man woman baby surprise whatever sale my your our a an the for to of is it i me you and or help choose recommendation recommendations advice suggestion popular new want need ' +
    'buy shopping shop some any what should do not sure know yet today with'
  ).split(' '),
);
const GENERIC_ZH =
  /礼物|礼品|东西|商品|产品|好看|好用|漂亮|不错|特别|合适|适合|推荐|什么|妈妈|爸爸|母亲|父亲|朋友|女友|男友|女朋友|男朋友|老婆|老公|太太|先生|孩子|同事|老师|生日|圣诞|节日|新年|给|送|买|好|点|个|的|我|你|他|她|想|(?<!不)要|帮|选|挑|随便|看|吧|吗|有|啥/gu;

/** Reads what a visitor said, without knowing the shop. */
export function readUtterance(said: string): Utterance {
  const plainText = said.replace(/\s+/g, ' ').trim();
  const bare = stripped(plainText, [/[\s?!.,;:~…？！。，；：]+$/u, /\s(?:please|thanks)$/iu, /[吗呢吧啊呀]$/u]);
  const utterance: Utterance = {
    places: [],
    otherColour: false,
    sameFor: false,
    phrase: '',
    without: [],
    vague: false,
  };
  for (const [move, pattern] of WHOLE) if (pattern.test(bare) || pattern.test(plainText)) return { ...utterance, move };
  if (FORGET.test(bare)) return { ...utterance, move: 'forget', phrase: bare.replace(FORGET, '') };

  const places = placesIn(bare);
  if (has(COMPARE, bare)) return { ...utterance, move: 'compare', places, phrase: bare.replace(COMPARE, ' ').trim() };
  const withoutPlaces = bare.replace(FIRST_FEW, ' ').replace(ORDINAL, ' ');
  if (has(SIMILAR, bare) && isEmpty(phraseOf(withoutPlaces.replace(SIMILAR, ' ')))) {
    return { ...utterance, move: 'similar', places };
  }
  if (places.length === 1 && isEmpty(withoutPlaces.replace(ABOUT, ' '))) return { ...utterance, move: 'about', places };

  const lower = has(LOWER, bare);
  const higher = has(HIGHER, bare);
  const otherColour = has(OTHER_COLOUR, bare);
  const rest = bare.replace(LOWER, ' ').replace(HIGHER, ' ').replace(OTHER_COLOUR, ' ');
  const without = Array.from(rest.matchAll(NOT_WANTED_ZH), ([, word]) => word);
  const phrase = phraseOf(rest.replace(NOT_WANTED_ZH, ' '));
  return {
    places: [],
    ...(lower && { price: 'lower' as const }),
    ...(higher && !lower && { price: 'higher' as const }),
    otherColour,
    sameFor: SAME_FOR.test(plainText),
    phrase,
    without,
    vague: !lower && !higher && !otherColour && without.length === 0 && isVague(phrase),
  };
}

/** Chinese where the text has Chinese characters. */
export const languageOf = (text: string): AnswerLanguage | undefined =>
  /\p{Script=Han}/u.test(text) ? 'zh' : undefined;

/** Words of the conversation that a typing error may hide. */
const KEYWORDS = [
  'cheaper',
  'expensive',
  'compare',
  'similar',
  'another',
  'colour',
  'second',
  'third',
  'restart',
  'without',
];

/** The text with such words as they were meant: two neighbouring letters exchanged, one left out, put in or changed. */
export const mended = (text: string): string =>
  text.replace(/\b[a-z]{4,}\b/giu, (word) => KEYWORDS.find((meant) => isOneSlip(word.toLowerCase(), meant)) ?? word);

function isOneSlip(word: string, meant: string): boolean {
  let from = 0;
  while (from < word.length && word[from] === meant[from]) from++;
  const [left, right] = [word.slice(from), meant.slice(from)];
  if (left === '' && right === '') return false;
  return (
    left.slice(1) === right.slice(1) ||
    left.slice(1) === right ||
    left === right.slice(1) ||
    (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2))
  );
}

/** Whether a text may be a question about the shop, and not about what it sells. */
export const isQuestion = (text: string): boolean =>
  /[?？]\s*$|^(?:how|what|when|where|which|who|why|can|could|do|does|did|is|are|will|would|may)\b|[吗呢]|怎么|如何|多久|什么|哪|能|可以|几点|多少/iu.test(
    text.trim(),
  );

/** … and whether it asks for something that the shop sells. */
export const asksForGoods = (text: string): boolean =>
  /^(?:do you (?:have|sell|carry)|have you got|are there any)\b|^有没有|^有.+吗/iu.test(text.trim());

/** The phrase without words that only say that something is wanted. */
export function withoutGeneric(phrase: string): string {
  return phrase
    .replace(GENERIC_ZH, ' ')
    .split(/\s+/)
    .filter((word) => !GENERIC.has(word.toLowerCase()))
    .join(' ')
    .trim();
}

const isVague = (phrase: string): boolean => isEmpty(withoutGeneric(phrase));

/** What is looked for, without the words around it; exclusions in the form that the search reads. */
function phraseOf(text: string): string {
  return stripped(text.trim(), [LEAD, LEAD_ZH, TRAIL, TRAIL_ZH])
    .replace(/\b(?:i )?(?:do not|don['’]?t) (?:want|like)\b|\b(?:no|not)\b(?! (?:more|less) than)/giu, 'without')
    .trim();
}

/** The text without all that these find at its ends. */
function stripped(text: string, patterns: readonly RegExp[]): string {
  let rest = text;
  for (let before = ''; before !== rest; ) {
    before = rest;
    for (const pattern of patterns) rest = rest.replace(pattern, '').trim();
  }
  return rest;
}

function placesIn(text: string): number[] {
  const few = FIRST_FEW.exec(text);
  if (few) {
    const count = FEW[(few[1] ?? few[2]).toLowerCase()] ?? Number(few[1] ?? few[2]);
    return Array.from({ length: count }, (_, place) => place);
  }
  return Array.from(text.matchAll(ORDINAL), ([whole, named, numbered, counted, last, chinese]) => {
    if (named) return NUMERALS_EN.indexOf(named.toLowerCase());
    if (last || whole.startsWith('最后')) return -1;
    const number = numbered ?? counted ?? chinese;
    return (NUMERALS_ZH.includes(number) ? NUMERALS_ZH.indexOf(number) + 1 : Number(number)) - 1;
  }).filter((place) => place >= -1);
}

/** Where a thing that is compared is named by its place. */
export const placeIn = (text: string): number | undefined => placesIn(text)[0];

function has(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

const isEmpty = (text: string): boolean => !/[\p{L}\p{N}]/u.test(text);
