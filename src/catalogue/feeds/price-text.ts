/** A price as text: its number, the lowest of a range, and the currency where the text names one. */
export interface PriceReading {
  /** Absent where the text holds no one number. */
  price?: number;
  /** ISO 4217. */
  currency?: string;
}

/** Signs that mean one currency alone; `$`, `kr`, `¥` are many shops'. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/€/, 'EUR'],
  [/£/, 'GBP'],
  [/₹/, 'INR'],
  [/₩/, 'KRW'],
  [/₽/, 'RUB'],
  [/₺/, 'TRY'],
  [/₫/, 'VND'],
  [/₪/, 'ILS'],
  [/฿/, 'THB'],
  [/₴/, 'UAH'],
  [/₦/, 'NGN'],
  [/₱/, 'PHP'],
  [/R\$/, 'BRL'],
  [/zł/i, 'PLN'],
  [/Kč/i, 'CZK'],
  [/\bUS\s?\$/, 'USD'],
];
/** Currencies of three decimals: `1,234.567 BHD`, `0.999 KWD`. */
const OF_THOUSANDTHS = /^(?:BHD|IQD|JOD|KWD|LYD|OMR|TND)$/;
/** Currencies without a smaller unit. */
const WITHOUT_UNITS = /^(?:JPY|KRW|VND|CLP|ISK|IDR|HUF|PYG|XAF|XOF)$/;
/** A key with a number, such as `price_2`. */
const KEY = /^[a-z]+_\w*$/i;
const FREE = /^(?:free|gratis|kostenlos|gratuit|gratuito|grátis|免费|無料)$/i;
/** Digits with what may stand between them. */
const AMOUNT = /\d(?:[\d.,'’\u00a0\u202f ]*\d)?/g;
const WIDE = /[０-９．，]/g;

/**
 * `12.00 EUR`, `1,299.00`, `1.299,00 €`, `1 299,00 kr`, `$10.00 - $20.00` (from 10), `Free` (0). The last point or comma is
 * the decimal one where one or two digits follow it, or three in a currency of thousandths.
 */
export function readPriceText(text: string): PriceReading {
  const plain = text
    .replace(WIDE, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/&nbsp;/g, ' ')
    .trim();
  if (FREE.test(plain)) return { price: 0 };
  if (KEY.test(plain)) return {};
  const code = /(?:^|[^A-Za-z])([A-Z]{3})(?![A-Za-z])/.exec(plain)?.[1];
  const currency = code ?? SIGNS.find(([sign]) => sign.test(plain))?.[1];
  const exponent = /^\d+(?:\.\d+)?e[+-]?\d+$/i.test(plain) ? Number(plain) : undefined;
  const prices = exponent === undefined ? amountsOf(plain, currency) : [exponent];
  const price = prices.length === 0 || prices.some(Number.isNaN) ? undefined : Math.min(...prices);
  return { ...(price === undefined ? {} : { price }), ...(currency === undefined ? {} : { currency }) };
}

/** How many decimals a currency's prices have. */
export function decimalsOf(currency = ''): number {
  if (WITHOUT_UNITS.test(currency) && !/^(?:IDR|HUF)$/.test(currency)) return 0;
  return OF_THOUSANDTHS.test(currency) ? 3 : 2;
}

function amountsOf(text: string, currency: string | undefined): number[] {
  // Below zero is no price; a minus between two amounts makes a range.
  if (/^\D*[-−]\d/.test(text)) return [];
  // `10 / 12`, `from 9.99`, `1,00/Stk`, `19.99 per 100 g`: what follows a unit is a unit's price.
  const [priced] = text.split(/\s*(?:\/|\bper\b|\bpro\b|\bje\b|\bpar\b|\bpor\b)\s*(?=[^\d\s])/i);
  return (priced.match(AMOUNT) ?? []).map((amount) => toNumber(amount, currency ?? ''));
}

/** @returns NaN where the digits are no number in any locale */
function toNumber(amount: string, currency: string): number {
  const digits = amount.replace(/['’\s\u00a0\u202f]/g, '');
  const marks = digits.match(/[.,]/g) ?? [];
  const last = marks.at(-1);
  if (last === undefined) return Number(digits);
  const at = digits.lastIndexOf(last);
  const behind = digits.length - at - 1;
  const [whole, fraction] = [digits.slice(0, at), digits.slice(at + 1)];
  const same = marks.every((mark) => mark === last);
  const grouped = new RegExp(`^\\d{1,3}(?:\\${last}\\d{2,3})*$`).test(whole) && behind === 3;
  const decimal =
    (!same && !whole.includes(last)) ||
    (marks.length === 1 &&
      (behind !== 3 || OF_THOUSANDTHS.test(currency) || whole === '0' || whole.length > 3) &&
      !(behind === 3 && WITHOUT_UNITS.test(currency)));
  if (decimal) return Number(`${whole.replace(/[.,]/g, '')}.${fraction}`);
  return grouped ? Number(digits.replace(/[.,]/g, '')) : Number.NaN;
}
