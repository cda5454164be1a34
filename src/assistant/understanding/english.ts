import type { SpokenPatterns } from './patterns.ts';

const NUMERALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const ORDINAL = new RegExp(
  `\\b(?:the\\s+)?(?:(${NUMERALS.join('|')})|(?:number\\s+|no\\.?\\s*|#)(\\d{1,2})|(\\d{1,2})(?:st|nd|rd|th)|(last))(?:\\s+ones?)?(?![\\p{L}\\p{N}])`,
  'giu',
);
const FIRST_FEW = /\b(?:the\s+)?(?:first|top)\s+(two|three|four|2|3|4)(?:\s+ones)?\b|\b(?:these|those|the)\s+two\b/iu;
const FEW: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4 };

const LEAST = '(?:cheapest|least expensive|lowest[- ]priced)';
const MOST = '(?:most expensive|dearest|priciest|highest[- ]priced)';
const ofThese = (which: string): RegExp =>
  new RegExp(
    `\\bwhich\\b.*\\b${which}\\b|\\b${which}(?:\\s+one)?\\s+(?:of|among)\\s+(?:these|those|them)\\b|\\bof (?:these|those|them)\\b.*\\b${which}\\b`,
    'iu',
  );

/** Says no more than that something is wanted, for somebody. */
const GENERIC = new Set(
  (
    'present presents gift gifts idea ideas nice good great cool best lovely pretty beautiful special something anything things thing stuff ' +
    'product products item items article articles mother mum mom father dad friend friends wife husband sister brother girlfriend boyfriend ' +
    'grandmother grandfather grandma grandpa granny parents aunt uncle niece nephew neighbour teacher partner cousin loves likes colleague boss her him them she he someone somebody everyone birthday christmas anniversary valentine day ' +
    'child children kid kids son daughter boy girl man woman baby surprise whatever sale my your our a an the for to of is it i me you and or help choose recommendation recommendations advice suggestion popular new want need ' +
    'buy shopping shop some any what should do not sure know yet today with have get give who that'
  ).split(' '),
);

export const ENGLISH: SpokenPatterns = {
  whole: {
    back: /^(?:go |one step |take me )?back$|^undo(?: (?:it|that))?$|^previous$/iu,
    restart:
      /^(?:start|begin) (?:over|again|new|afresh)$|^(?:restart|reset|new search)$|^forget (?:it|everything|all)$/iu,
    more: /^(?:(?:show|give) )?(?:me )?(?:some |any )?more(?: of (?:them|these|those|it))?$|^(?:next|others?|(?:some|any)thing else|what else(?: do you have| is there)?|(?:some )?other ones|different ones|others? (?:please|instead))$/iu,
    greeting: /^(?:hi|hello|hey|good (?:morning|day|afternoon|evening))(?: there)?$/iu,
    thanks:
      /^(?:(?:many |ok(?:ay)?,? |great,? )?(?:thanks?(?: you)?|thx|cheers)|bye|goodbye)(?:[\s,!.]+(?:(?:that|this|you|it)\b(?!.*\b(?:but|show|what|how|can|could|do|any|have)\b).*|very much|a lot|so much|for .*|again))*$/iu,
    help: /^(?:help|what can (?:you|i) (?:do|ask|say)|how does (?:it|this) work|who are you)$/iu,
  },
  fillers: [
    /^(?:h+m+|u+h*m*|well|oh|ah|ok(?:ay)?|so|right|actually|maybe|perhaps|alright|great|yes|no(?=,))(?![\p{L}\p{N}-])[\s,.!…]*/iu,
    /^(?:(?:i|we)(?:['’]ve| have)? (?:got )?(?:no|not the slightest) (?:idea|clue)|(?:i|we) (?:do not|don['’]?t) (?:really )?know)(?: (?:yet|what|which)(?: (?:to (?:get|buy|give|choose|take)|i (?:want|need)))?)?[\s,.]*/iu,
    /^(?:i|we)(?:['’]?(?:m|re)| am| are) not (?:really |quite )?sure(?: yet)?[\s,.]*/iu,
    /[\s,]+(?:could|might|may|would|will|can) (?:also )?(?:be (?:nice|great|good|fine|ok|an? (?:idea|option))|work|do)$/iu,
    /[\s,]+(?:maybe|perhaps|or so|if possible|i (?:think|guess|suppose)|(?:would|will) be (?:nice|great|good|fine|ok)|will do)$/iu,
  ],
  forget: /^(?:forget|drop|remove|take off|leave out|never mind)\s+(?:about\s+)?/iu,
  indifferent:
    /^(?:any|whatever|whichever|every)\s+(brand|colou?r|price|kind|category)\s+(?:is|would be|will|works?|does?|goes)\b.*$|^(?:the\s+)?(brand|colou?r|price|kind|category)\s+(?:does ?n[o'’]?t|is not|isn['’]?t)\s+(?:matter|important)$|^(?:no matter (?:what|which)|regardless of the)\s+(brand|colou?r|price|kind|category)$/iu,
  compare:
    /\b(?:compare|comparison|versus|vs|differences?(?:\s+between)?|differ(?:ent)?(?=\s*$|\s+from)|(?:which|what) (?:one )?is better)\b\.?/giu,
  whichOf: /\bwhich\b|\bor\b/iu,
  between: /\s+(?:and|with|to|vs\.?|versus|or|from)\s+|\s*,\s*/giu,
  similar:
    /\b(?:similar(?: (?:to|ones?|things?|products?))?|(?:more|something|anything) like(?: (?:it|this|that|these))?|alike)\b/giu,
  about:
    /\b(?:tell me|more|show me|details?|about|of|what|how|much|does|do|is|are|costs?|priced?|made|i(?:['’]ll)? (?:like|take|want)|please|it|this|that|one|on|the|and|has|who|where)\b/giu,
  it: /^(?:and\s+)?(?:is|does|how(?! about)|what(?! about)|who|where|has|can|was|will)\b.*\b(?:it|this one|that one)\b/iu,
  pronoun: /^(?:it|this(?: one)?|that(?: one)?)$/iu,
  lower:
    /\b(?:(?:a (?:bit|little)|much|some(?:thing)?|even)\s+)*(?:cheaper|less expensive|lower[- ]priced?|more affordable)\b(?!\s+than\s+\p{N})(?:\s+than\b)?|\b(?:not )?too (?:expensive|dear|pricey)\b/giu,
  higher:
    /\b(?:(?:a (?:bit|little)|much|some(?:thing)?|even)\s+)*(?:more expensive|pricier|dearer|higher[- ]priced?|more upmarket|better quality)\b(?!\s+than\s+\p{N})(?:\s+than\b)?|\btoo cheap\b/giu,
  cheapestOfThese: ofThese(LEAST),
  dearestOfThese: ofThese(MOST),
  cheapest: new RegExp(`^(?:the\\s+)?${LEAST}(?:\\s+one)?$`, 'iu'),
  dearest: new RegExp(`^(?:the\\s+)?${MOST}(?:\\s+one)?$`, 'iu'),
  otherColour: /\b(?:in\s+)?(?:(?:an)?other|a different|different|any other|change the|some other)\s+colou?rs?\b/giu,
  otherBrand:
    /\b(?:(?:from|by|of)\s+)?(?:(?:an)?other|a different|different|any other|change the|some other)\s+(?:brand|make|maker)s?\b/giu,
  sameFor: /^(?:and\s+)*(?:what|how) about\b/iu,
  leads: new RegExp(
    '^(?:' +
      [
        'hi|hello|hey|ok|okay|so|well|and|but|also|then|now|actually|maybe|perhaps|please|sorry|no,|yes,?|rather',
        '(?:could|can|would|will) (?:you|i)|do you (?:have|sell|carry|know)|have you got|got|are there|is there',
        "(?:i|we)(?:['’]?(?:m|re)| am| are) (?:looking|searching|shopping|after)|(?:i|we) (?:want|need|wish|prefer)|(?:i|we)(?:['’]d| would) (?:like|love|prefer)|i like",
        "looking|searching|show|find|give|get|recommend|suggest|help|search|see|buy|let(?:[’']s| me)|what about|how about|what is|what are|which is|which are|what(?:[’']s)?|which",
        'make it|only|just|rather|to|me|us|for|by|in|with|of|from|a|an|the|any|anything|some|something|ones?|that is|that are|it|them|be',
      ].join('|') +
      ')(?![\\p{L}\\p{N}-])[\\s,]*',
    'iu',
  ),
  trails:
    /[\s,]*(?:(?<![\p{L}\p{N}])(?:please|thanks|thank you|instead|too|though|then|ones?|for me|now)|[?!.,;:~…]+)$/iu,
  story:
    /^.*\b(?:needs?|wants?|(?:looking|searching|shopping|asked|asking|hoping) for|would like|in need of|lacks?|(?:is|are|am|['’]m|['’]re) after)\s+/giu,
  purpose:
    /\s(?:for|as)\s+(?:my|our|his|her|their|the|a|an)\s+[\p{L}'’-]+(?:\s+(?!under\b|below\b|up\b)[\p{L}'’-]+)?(?=\s*(?:$|[,.;?!]|\bunder\b|\bbelow\b|\bup to\b))|\s(?:for|when)\s+\p{L}+ing\b|\sto\s+(?:take|wear|use|put|go|give)\b[^,.;]*/giu,
  purposeWords: /^\s*(?:for|as|when|to)\s+(?:(?:my|our|his|her|their|the|an?)\s+)?/iu,
  either: /([\p{L}\p{N}-]+),?\s+or\s+(?:(?:maybe|an?|the|some)\s+)*([\p{L}\p{N}-]+)/iu,
  rewrites: [
    [/\b(?:could|might|may|would|will|can) (?:also )?(?:be (?:nice|great|good|fine|ok)|work|do)\b/giu, ' '],
    [/\b(cheapest|most expensive|dearest|newest) (?:two|three|four|five|few|\d{1,2})(?: ones)?\b/giu, '$1'],
    [/\b(?:sort|order|rank)(?: (?:them|these|those|it|all))? by (?:the )?price\b/giu, 'cheapest'],
    [/\b(?:nothing|none)\s+(?:with|in|of|made of|from|that has)\b|\b(?:anything|everything) but\b/giu, 'without'],
    [
      /\b(?:i )?(?:do not|don['’]?t) (?:want|like)(?: any)?\b|\b(?:no|not)\b(?! (?:more|less) than)(?: any\b)?/giu,
      'without',
    ],
  ],
  withoutGeneric: (text) =>
    text
      .split(/\s+/)
      .filter((word) => !GENERIC.has(word.toLowerCase()))
      .join(' ')
      .trim(),
  placesIn: (text) => {
    const few = FIRST_FEW.exec(text);
    if (few) {
      const count = FEW[few[1]?.toLowerCase() ?? 'two'] ?? Number(few[1]);
      return Array.from({ length: count }, (_, place) => place);
    }
    return Array.from(text.matchAll(ORDINAL), ([, named, numbered, counted, last]) => {
      if (named) return NUMERALS.indexOf(named.toLowerCase());
      return last ? -1 : Number(numbered ?? counted) - 1;
    });
  },
  withoutPlaces: (text) => text.replace(FIRST_FEW, ' ').replace(ORDINAL, ' '),
  question:
    /[?？]\s*$|^(?:and\s+)?(?:how|what|when|where|which|who|why|can|could|do|does|did|is|are|was|were|will|would|may|has|have)\b/iu,
  goods: /^(?:and\s+)?(?:do you (?:have|sell|carry)|have you got|are there any|is there an?y?)\b/iu,
  topics: {
    delivery: /\b(?:deliver\w*|ship|ships|shipped|shipping|shipment|dispatch\w*|postage|courier|arrives?)\b/iu,
    returns: /\b(?:returns?|returning|refunds?|refunded|send (?:it|this|them|something) back|money back|exchange)\b/iu,
    payment: /\b(?:pay|pays|paying|payments?|credit cards?|debit cards?|paypal|klarna|cash|instal+ments?)\b/iu,
    account: /\b(?:accounts?|register|registration|sign up|log ?in|membership)\b/iu,
    contact: /\b(?:contact|customer service|phone|e-?mail(?: address)?|hotline|reach you)\b/iu,
    hours: /\b(?:opening (?:hours|times?)|open today|closing time|when (?:do|are) you (?:open|closed?))\b/iu,
    warranty: /\b(?:warrant(?:y|ies)|guarantees?)\b/iu,
    invoice: /\b(?:invoices?|receipts?|vat)\b/iu,
  },
  fields: {
    price: /^(?:the )?(?:price|budget)$/iu,
    brand: /^(?:the )?brand$/iu,
    category: /^(?:the )?(?:kind|category)$/iu,
    colour: /^(?:the )?colou?r$/iu,
  },
};
