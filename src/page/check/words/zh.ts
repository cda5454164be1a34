import type { CheckWords } from '../check-report.ts';

export const words: CheckWords = {
  heading: (wrong, notes) =>
    wrong > 0 ? `有 ${wrong} 处必须修正。` : notes > 0 ? `可以运行，有 ${notes} 处可以改进。` : '一切正常。',
  engineReady: () => '引擎正在其 Worker 中运行。',
  engineNot: (state) => [`引擎的状态是 \`${state}\`。`, '原因见下面的问题。'],
  products: (taken) => `商品目录中有 ${taken} 件商品。`,
  noProducts: () => ['商品目录中没有商品。', '请在 `products` 中提供一个数组，或商品数据源（feed）的地址。'],
  refused: (number, row, message) => [
    `商品数据源中有 ${number} 行被拒绝，例如第 ${row} 行：${message}`,
    '请修正这些行：其中的商品永远不会显示。',
  ],
  omitted: (number, row, field, message) => [
    `商品数据源中有 ${number} 个字段无法读取，例如第 ${row} 行的 \`${field}\`：${message}`,
    '请修正这些字段：排序时不会用到它们。',
  ],
  currencies: (codes) => [
    `商品价格使用了多种货币：${codes}。`,
    '筛选、搜索和规则只比较数字：请为页面提供以访客所用货币计价的数据源。',
  ],
  noStream: () => [
    '此页面没有把事件发送到任何已知的事件流（dataLayer、_paq、analytics、Shopify）。',
    "请在访客打开商品时调用 `shop.track({ name: 'view_item', items: [{ item_id }] })`。",
  ],
  stream: (name, entries, understood, passedOver) =>
    entries === null
      ? `页面上有 \`${name}\`。它不保留之前的事件：请先在页面上操作，再检查一次。`
      : `\`${name}\` 有 ${entries} 条记录：${understood}；另有 ${passedOver} 条是给其他工具的。`,
  nothingUnderstood: (name, entries) => [
    `\`${name}\` 有 ${entries} 条记录，但没有一条是关于商品的事件。`,
    '请先打开一件商品。如果仍然没有，说明页面不发送 GA4 电子商务事件：请自行调用 `shop.track()`。',
  ],
  notConnected: (stream, tracked) => [
    `\`${stream}\` 尚未连接${tracked > 0 ? '；只有 `shop.track()` 的事件进入历史记录' : '，也没有记录任何事件'}。`,
    `请调用 \`shop.connect('${stream}')\`，除非页面自己已经记录了同样的事件。`,
  ],
  unread: (names) => [
    `这些记录看起来是关于商品的事件，但无法读取：${names}。`,
    '请为它们给 `createRecommender` 提供适配器（`adapters`），或改用 GA4 的格式发送。',
  ],
  idsKnown: (known) => `事件中提到的 ${known} 件商品都在商品目录中。`,
  idsSomeUnknown: (unknown, all, examples) => [
    `事件中提到的 ${all} 件商品中，有 ${unknown} 件不在商品目录中：${examples}。`,
    '它们可能已经永久下架。否则就是数据源里缺少它们，或者 ID 的写法不同。',
  ],
  idsUnknown: (all, examples, own) => [
    `事件中提到的 ${all} 件商品都不在商品目录中：${examples}。目录中的 ID 形如 ${own}。`,
    '请使用数据源中的 ID：页面用的可能是规格（SKU）的 ID，而数据源用的是商品的 ID。',
  ],
  idsPart: (of, known) =>
    `目录认得 \`${of}\` 中的 \`${known}\` 这一部分：请给 \`createRecommender\` 提供一个只取这一部分的适配器。`,
  pageProduct: (id) => `此页面描述的商品（JSON-LD）\`${id}\` 在商品目录中。`,
  pageProductUnknown: (ids, own) => [
    `此页面描述了一件商品（JSON-LD），其 ID 为 ${ids}；目录中没有这些 ID，目录中的 ID 形如 ${own}。`,
    '如果它应该在目录中，那么数据源里缺少它，或者 ID 的写法不同。',
  ],
  noView: (id) => [
    `此页面描述了商品 \`${id}\`，但没有事件表明它被浏览过。`,
    `请在这里调用 \`shop.track({ name: 'view_item', items: [{ item_id: '${id}' }] })\`：推荐列表主要依靠浏览记录。`,
  ],
  list: (number, personal, model) =>
    `此页面的列表有 ${number} 件商品，${personal ? '依据这位访客的历史' : '对每位新访客都一样'}（${model}）。`,
  emptyList: () => ['此页面的列表是空的。', '请检查是否所有商品都缺货，或者都已被这位访客看过。'],
  shelves: (number) => `此页面有 ${number} 个货架。`,
  shelvesUndefined: (number) => [
    `此页面有 ${number} 个货架，但 \`<vitrine-shelf>\` 尚未定义。`,
    "请调用 'vitrine/shelf' 的 `defineShelf(shop)`。",
  ],
  noShelf: () => [
    '此页面没有 `<vitrine-shelf>`。',
    '请在需要的位置写上 `<vitrine-shelf limit="8"></vitrine-shelf>`，除非页面自己绘制列表。',
  ],
  pack: (products, created, sections) =>
    `${created.slice(0, 10)} 的模型包（pack）认得 ${products} 件商品（${sections}）。`,
  noPack: () => [
    '没有模型包（pack）：商品按其内容和这位访客的行为排序。',
    '用商店自己的日志训练的模型包排序更好：`npx vitrine train --events LOG --products FEED --out shop.safetensors`。',
  ],
  history: (interactions, sessions) => `这位访客的历史有 ${interactions} 个事件，分属 ${sessions} 次访问。`,
  notDurable: () => [
    '浏览器不保存任何内容：历史只留在内存中，页面关闭后就消失。',
    '隐私窗口或被阻止的网站数据会造成这种情况；请看下面的问题。',
  ],
  consent: (state) =>
    state === 'pending'
      ? ['访客尚未回答：不保存任何内容。', "访客同意后请调用 `shop.consent('granted')`。"]
      : [
          '访客不允许保存历史：列表对每个人都一样。',
          "如果这不是访客自己的回答，请检查浏览器的 Global Privacy Control，或调用 `shop.consent('granted')`。",
        ],
};
