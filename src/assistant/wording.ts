import type { AnswerLanguage } from './answer.ts';
import type { Division } from './dividing.ts';

/** What the assistant says, in one language. */
export interface AssistantWording {
  greeting: string;
  thanks: string;
  help: string;
  /** Nothing in the text could be read as words. */
  unreadable: string;
  /** The wish is vague. */
  ask: string;
  asked: Readonly<Record<Division['by'], string>>;
  /** @param wish what is looked for, in words; empty where it is everything */
  found: (count: number, wish: string) => string;
  more: (count: number) => string;
  noMore: string;
  similar: (title: string) => string;
  about: (title: string, facts: string) => string;
  nothing: (wish: string) => string;
  unknown: (words: readonly string[]) => string;
  nearest: string;
  around: string;
  compared: (titles: readonly string[], differences: number) => string;
  /** The comparison lacks a product. */
  whichTwo: string;
  whichOne: (shown: number) => string;
  nothingBefore: string;
  noAnswer: string;
  list: (names: readonly string[]) => string;
  not: (name: string) => string;
  price: (min: string | undefined, max: string | undefined) => string;
  priced: (price: string, bound: string) => string;
  inDescription: (word: string) => string;
  /** Why a product is shown that is like the one that is spoken of. */
  alike: string;
  /** Why a product is part of a look around. */
  fromRange: string;
  undo: (name: string) => string;
  options: {
    compare: string;
    similar: string;
    cheaper: string;
    otherColour: string;
    more: string;
    priceBelow: (price: number) => string;
    priceBetween: (min: number, max: number) => string;
    priceAbove: (price: number) => string;
  };
  cheapest: string;
  factName: (field: string) => string;
}

const quoted = (words: readonly string[]): string => words.map((word) => `“${word}”`).join(', ');

const FIELDS_ZH: Readonly<Record<string, string>> = {
  price: '价格',
  brand: '品牌',
  categories: '分类',
  tags: '特点',
  colour: '颜色',
  color: '颜色',
  material: '材质',
  size: '尺寸',
  weight: '重量',
};
const FIELDS_EN: Readonly<Record<string, string>> = { categories: 'Categories', tags: 'What it is like' };

/** `frameColour` and `frame_colour` are read as words. */
const fieldAsWords = (field: string): string => {
  const words = field
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const ENGLISH: AssistantWording = {
  greeting: 'Hello. Tell me what you look for, in your own words, and what it may cost.',
  thanks: 'You are welcome. Ask whenever you look for something else.',
  help: 'I find products by your words, narrow them down (“cheaper”, “another colour”, “without leather”), compare two of them (“compare the first and the third”), and give the shop’s own answers.',
  unreadable: 'I could not read any words in that. Tell me what you look for.',
  ask: 'Let us narrow it down.',
  asked: {
    category: 'What kind of thing shall it be?',
    price: 'What may it cost?',
    brand: 'Is there a brand that you like?',
    tag: 'What shall it be like?',
  },
  found: (count, wish) =>
    wish === ''
      ? `${count === 1 ? 'One product' : `${count} products`}.`
      : `${count === 1 ? 'One product' : `${count} products`} for ${wish}.`,
  more: (count) => (count === 1 ? 'One more.' : `${count} more.`),
  noMore: 'There are no more of these. These you have seen:',
  similar: (title) => `These are like ${title}.`,
  about: (title, facts) => (facts === '' ? `${title}.` : `${title}. ${facts}.`),
  nothing: (wish) => `No product is all of this: ${wish}.`,
  unknown: (words) => `I do not know ${quoted(words)} in this shop.`,
  nearest: 'These are the nearest to it.',
  around: 'These are from the range as a whole.',
  compared: (titles, differences) =>
    differences === 0
      ? `By their records ${titles.join(' and ')} do not differ.`
      : `${titles.join(' and ')} differ in ${differences === 1 ? 'one fact' : `${differences} facts`}:`,
  whichTwo: 'Which ones shall I compare? Say for example “compare the first and the second”.',
  whichOne: (shown) =>
    shown === 0 ? 'No products have been shown yet.' : `I have shown ${shown}. Which of them do you mean?`,
  nothingBefore: 'There is nothing before this.',
  noAnswer: 'The shop has no answer to that.',
  list: (names) => names.join(', '),
  not: (name) => `without ${name}`,
  price: (min, max) => (min === undefined ? `up to ${max}` : max === undefined ? `from ${min}` : `${min} to ${max}`),
  priced: (price, bound) => (bound === '' ? price : `${price}: ${bound}`),
  inDescription: (word) => `“${word}” in its description`,
  alike: 'similar to it',
  fromRange: 'one of the range',
  undo: (name) => `forget ${name}`,
  options: {
    compare: 'Compare the first two',
    similar: 'Something similar',
    cheaper: 'Cheaper',
    otherColour: 'Another colour',
    more: 'Show me more',
    priceBelow: (price) => `under ${price}`,
    priceBetween: (min, max) => `between ${min} and ${max}`,
    priceAbove: (price) => `over ${price}`,
  },
  cheapest: 'cheapest',
  factName: (field) => FIELDS_EN[field] ?? fieldAsWords(field),
};

const CHINESE: AssistantWording = {
  greeting: '您好。请用自己的话说说想找什么、预算多少。',
  thanks: '不客气。想找别的，随时问我。',
  help: '我可以按您的话找商品，逐步缩小（“便宜一点”“另一种颜色”“不要皮的”），比较两件商品（“比较第一个和第三个”），也能给出本店自己的答复。',
  unreadable: '这里面没有我能读懂的字。请说说想找什么。',
  ask: '我们来缩小一下范围。',
  asked: { category: '想要哪一类？', price: '预算多少？', brand: '有喜欢的品牌吗？', tag: '想要什么样的？' },
  found: (count, wish) => (wish === '' ? `共 ${count} 件。` : `${wish}：共 ${count} 件。`),
  more: (count) => `还有 ${count} 件。`,
  noMore: '没有更多了，这些您已经看过：',
  similar: (title) => `这些与“${title}”相似。`,
  about: (title, facts) => (facts === '' ? `${title}。` : `${title}。${facts}。`),
  nothing: (wish) => `没有商品完全符合：${wish}。`,
  unknown: (words) => `本店没有与${quoted(words)}对应的东西。`,
  nearest: '这些最接近。',
  around: '先看看店里的这些。',
  compared: (titles, differences) =>
    differences === 0
      ? `按记录来看，${titles.map((title) => `“${title}”`).join('和')}没有不同。`
      : `${titles.map((title) => `“${title}”`).join('和')}有 ${differences} 处不同：`,
  whichTwo: '要比较哪几件？可以说“比较第一个和第二个”。',
  whichOne: (shown) => (shown === 0 ? '还没有给您看过商品。' : `给您看了 ${shown} 件，您指的是哪一件？`),
  nothingBefore: '前面没有了。',
  noAnswer: '本店没有这个问题的答复。',
  list: (names) => names.join('、'),
  not: (name) => `不要${name}`,
  price: (min, max) => (min === undefined ? `不超过 ${max}` : max === undefined ? `${min} 起` : `${min} 至 ${max}`),
  priced: (price, bound) => (bound === '' ? price : `${price}，${bound}`),
  inDescription: (word) => `介绍中有“${word}”`,
  alike: '与它相似',
  fromRange: '店里的一件',
  undo: (name) => `去掉${name}`,
  options: {
    compare: '比较前两个',
    similar: '有类似的吗',
    cheaper: '便宜一点',
    otherColour: '另一种颜色',
    more: '更多',
    priceBelow: (price) => `${price}以下`,
    priceBetween: (min, max) => `${min}元到${max}元`,
    priceAbove: (price) => `${price}以上`,
  },
  cheapest: '最便宜',
  factName: (field) => FIELDS_ZH[field] ?? fieldAsWords(field),
};

export const wordingFor = (language: AnswerLanguage): AssistantWording => (language === 'zh' ? CHINESE : ENGLISH);
