import type { SearchOrder, Understood } from '../../contract/search.ts';

/** What the search field says, in one language. */
export interface SearchWording {
  label: string;
  placeholder: string;
  clear: string;
  suggestions: { queries: string; categories: string; products: string };
  /** How many suggestions there are, for who cannot see them. */
  suggested: (count: number) => string;
  results: (count: number) => string;
  nothing: (text: string) => string;
  alternatives: string;
  dropped: (words: readonly string[]) => string;
  understood: string;
  /** What a part of the text was understood as. */
  part: (part: Understood) => string;
  withoutPart: (name: string) => string;
  categories: string;
  failed: string;
  /** The button by which a picture is given, the picture, and the button that takes it off. */
  byPicture: string;
  picture: string;
  removePicture: string;
  alike: (count: number) => string;
  nothingAlike: string;
  unreadablePicture: string;
  largePicture: string;
  retry: string;
}

const list = (words: readonly string[]): string => words.map((word) => `“${word}”`).join(', ');

const ENGLISH_ORDERS: Readonly<Record<SearchOrder, string>> = {
  'price-ascending': 'Cheapest first',
  'price-descending': 'Most expensive first',
  newest: 'Newest first',
};
const ENGLISH: SearchWording = {
  label: 'Search products',
  placeholder: 'Search',
  clear: 'Clear the search',
  suggestions: { queries: 'Searches', categories: 'Categories', products: 'Products' },
  suggested: (count) => (count === 0 ? 'No suggestions' : count === 1 ? 'One suggestion' : `${count} suggestions`),
  results: (count) => (count === 1 ? 'One product' : `${count} products`),
  nothing: (text) => `Nothing holds all of “${text}”.`,
  alternatives: 'The nearest to it',
  dropped: (words) => `Without ${list(words)}`,
  understood: 'Understood as',
  part: (part) => {
    if (part.kind === 'order') return ENGLISH_ORDERS[part.by];
    if (part.kind === 'size') return `Size ${part.name}`;
    if (part.kind !== 'price') return part.exclude ? `Not ${part.name}` : part.name;
    const { min, max } = part;
    if (min === undefined) return `Up to ${max}`;
    return max === undefined ? `From ${min}` : `${min} to ${max}`;
  },
  withoutPart: (name) => `Search without: ${name}`,
  categories: 'Categories',
  failed: 'The search did not answer.',
  byPicture: 'Search by a picture',
  picture: 'Your picture',
  removePicture: 'Take the picture off',
  alike: (count) => (count === 1 ? 'One product looks like it' : `${count} products look like it`),
  nothingAlike: 'Nothing that looks like it is so.',
  unreadablePicture: 'This file cannot be read as a picture. Try a photograph.',
  largePicture: 'This picture is too large. Try one of at most 50 megapixels.',
  retry: 'Try again',
};

const CHINESE_ORDERS: Readonly<Record<SearchOrder, string>> = {
  'price-ascending': '价格从低到高',
  'price-descending': '价格从高到低',
  newest: '最新上架',
};
const CHINESE: SearchWording = {
  label: '搜索商品',
  placeholder: '搜索',
  clear: '清空搜索',
  suggestions: { queries: '搜索词', categories: '分类', products: '商品' },
  suggested: (count) => (count === 0 ? '没有建议' : `${count} 条建议`),
  results: (count) => `${count} 件商品`,
  nothing: (text) => `没有商品完全符合“${text}”。`,
  alternatives: '最接近的商品',
  dropped: (words) => `不含${list(words)}`,
  understood: '理解为',
  part: (part) => {
    if (part.kind === 'order') return CHINESE_ORDERS[part.by];
    if (part.kind === 'size') return `尺码 ${part.name}`;
    if (part.kind !== 'price') return part.exclude ? `不要${part.name}` : part.name;
    const { min, max } = part;
    if (min === undefined) return `不超过 ${max}`;
    return max === undefined ? `${min} 起` : `${min} 至 ${max}`;
  },
  withoutPart: (name) => `去掉：${name}`,
  categories: '分类',
  failed: '搜索没有回应。',
  byPicture: '以图搜索',
  picture: '您的图片',
  removePicture: '去掉图片',
  alike: (count) => `${count} 件商品与它相似`,
  nothingAlike: '相似的商品都不符合要求。',
  unreadablePicture: '无法把此文件读作图片，请换一张照片。',
  largePicture: '图片太大，请使用不超过 5000 万像素的图片。',
  retry: '再试一次',
};

/** The wording for a BCP 47 language tag: Chinese for `zh…`, else English. */
export const searchWordingFor = (language: string): SearchWording => (/^zh\b/i.test(language) ? CHINESE : ENGLISH);
