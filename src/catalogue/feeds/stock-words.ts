/**
 * Words for "cannot be bought" and "can be bought", as they begin or stand within what shops write. The former are looked
 * for first: "not available" holds "available".
 */
const SOLD_OUT =
  /^(?:n|no|false|off|none|nein|non|not?|нет|いいえ|否|无|無)$|out ?of ?stock|sold ?out|discontinued|unavailable|not ?(?:available|in ?stock|for ?sale)|no ?stock|oos$|ausverkauft|vergriffen|nicht (?:auf lager|vorrätig|verfügbar|lieferbar|mehr)|épuisé|rupture|indisponible|non disponib|hors stock|agotado|sin (?:existencias|stock)|no disponible|descatalogado|esaurito|esgotado|indisponível|sem estoque|uitverkocht|niet (?:op voorraad|beschikbaar|leverbaar)|udsolgt|utsolgt|slutsåld|slut i lager|wyprzedan|niedostępn|brak|vyprodáno|нет в наличии|распродан|tükendi|缺[货貨]|售[罄完]|[无無][货貨]|[无無]库存|下架|已?[卖賣]完|在庫(?:なし|無し|切れ)|売り?切れ|品切れ|完売|取り?扱い?終了|품절|매진/i;
const ON_SALE =
  /^(?:y|yes|true|on|ja|oui|sí|si|да|はい|是|有|active|published)$|in ?stock|available|limited ?availability|online ?only|in ?store ?only|pre-? ?order|presale|back-? ?order|made ?to ?order|low ?stock|by product|auf lager|lieferbar|verfügbar|vorrätig|vorbestell|en stock|disponib|disponível|em estoque|en existencia|op voorraad|leverbaar|beschikbaar|på lager|i lager|dostępn|skladem|в наличии|stokta|有[货貨]|[现現][货貨]|有?库存[充有]|在庫(?:あり|有|わずか)|販売中|予約|預購|预[购售订]|재고 있음|판매/i;
const ADDRESS = /^https?:\/\/(?:www\.)?schema\.org\//i;

/**
 * Whether a product can be bought, by whatever a shop writes for it: flags, counts, words of many languages, addresses of
 * schema.org. @returns `undefined` where it is not given, and the value itself where it cannot be read
 */
export function readStock(value: unknown): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value > 0;
  if (Array.isArray(value) && value.length === 1) return readStock(value[0]);
  if (typeof value === 'object' && !Array.isArray(value)) return stockIn(value as Record<string, unknown>);
  if (typeof value !== 'string') return value;
  const text = value
    .trim()
    .replace(ADDRESS, '')
    .replace(/([a-z])(?=[A-Z])/g, '$1 ')
    .replace(/[\s_]+/g, ' ');
  const number = /^[-−]?\d+(?:[.,]\d+)?$/.exec(text);
  if (number) return Number(text.replace('−', '-').replace(',', '.')) > 0;
  if (SOLD_OUT.test(text.replace(/-/g, ' '))) return false;
  const counted = /\d+/.exec(text)?.[0];
  if (ON_SALE.test(text.replace(/-/g, ' '))) return counted === undefined || Number(counted) > 0;
  return text === '' ? undefined : value;
}

/** Where an object keeps its stock. */
function stockIn(value: Record<string, unknown>): unknown {
  const names = [
    'is_in_stock',
    'in_stock',
    'inStock',
    'isInStock',
    'isOnStock',
    'available',
    'isAvailable',
    'estimatedAvailabilityStatus',
    'inventoryStatus',
    'status',
    'quantity',
    'qty',
    'level',
    'count',
    'value',
  ];
  return readStock(names.map((name) => value[name]).find((inner) => inner !== undefined && typeof inner !== 'object'));
}

const HIDDEN =
  /^(?:-1|0|n|no|false|off|nein|non|draft|hidden|archived|archive|private|pending|trash|inactive|disabled|unpublished|deleted|deactivated|not visible(?: individually)?|unlisted|invisible|entwurf|inaktiv|versteckt|brouillon|borrador|草稿|下架|隐藏|非公開|下書き)$/i;

/** Whether the shop keeps a product from its visitors: unpublished, a draft, archived, hidden. */
export function isHidden(field: string, value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false;
  const negated = /disabled|hidden|archived|deleted|draft/.test(field);
  if (typeof value === 'boolean' || typeof value === 'number') return negated ? Number(value) > 0 : Number(value) <= 0;
  if (typeof value !== 'string') return false;
  const text = value.trim().replace(/(?<=\S)[\s_-]+/g, ' ');
  if (negated) return /^(?:1|y|yes|true|on)$/i.test(text);
  // Magento: 1 is on, 2 is off.
  return HIDDEN.test(text) || (field === 'productonline' && text === '2');
}
