import type { InteractionName } from '../../contract/interaction.ts';

/** What a word of a log means: an interaction, that products were only shown or found, or nothing that is about a product. */
export type EventMeaning = InteractionName | 'shown' | 'no product';

/** Words of shops, vendors and public logs, without case and punctuation, by what they mean. */
const WORDS: Readonly<Record<EventMeaning, string>> = {
  view_item:
    'view views viewed pv detail details pageview itemview viewitem viewcontent viewproduct productview productviewed ' +
    'viewedproduct viewproductdetails productdetailviewed productdetailview detailpageview vieweditem itemviewed visit browse browsed show ' +
    'ansehen angesehen ansicht artikelansicht produktansicht aufruf besucht vu voir vue consulté consultation consultéproduit ' +
    'visto ver vista visita visualizado visualización consultado visualizzato visualizza 浏览 查看 访问 阅览 閲覧 表示 閲覧済み 見た ' +
    'play played listen read rating rate rated review reviewed action',
  select_item:
    'click clicks clicked clk selectitem productclicked productclick itemclick clickeditem select selected clickitem ' +
    'clickeditemids clickedobjectids geklickt klick klicken clic cliqué cliquer clicado clicar cliccato 点击 點擊 クリック',
  add_to_cart:
    'cart carts add added addcart addtocart addedtocart productadded cartadd addtobasket basket addtobag inbasket additem ' +
    'producttocart ecommerceabandonedcart cartaddition addproducttocart productaddtocart itemaddedtocart addedproducttocart ' +
    'warenkorb indenwarenkorb hinzugefügt warenkorbhinzugefügt warenkorbhinzufügen inwarenkorb panier ajoutpanier ajouté ' +
    'ajoutéaupanier ajouteraupanier ajoutaupanier carrito añadido añadidoalcarrito añadiralcarrito agregadoalcarrito ' +
    'alcarrito carrello aggiuntoalcarrello 加购 加购物车 加入购物车 添加购物车 购物车 加購 カート カート追加 カートに追加 カートに入れる 買い物かご',
  add_to_wishlist:
    'fav favs favorite favourite favorited favoured collect wishlist wish addtowishlist addedtowishlist productaddedtowishlist like liked save saved ' +
    'bookmark gemerkt merkliste merkzettel wunschliste wunschzettel favori favoris favorito favoritos listadedeseos ' +
    'preferiti 收藏 收藏夹 加收藏 お気に入り お気に入り追加 ほしい物',
  purchase:
    'buy buys bought order orders ordered purchase purchased purchases transaction trans conversion checkoutcompleted ' +
    'ordercompleted completedorder orderplaced placedorder placeorder checkout checkoutcomplete sale sold paid pay payment complete completed ' +
    'purchasecomplete completepurchase completedpurchase purchasecompleted completepayment productpurchase ecommerceorder transactionitem ' +
    'fulfilled conversioncompleted ecommercepurchase productpurchased purchasedobjectids itempurchased ' +
    'gekauft kauf kaufen gekauftes bestellt bestellung bezahlt achat acheté achète acheter commande commandé payé ' +
    'compra comprado comprar pedido pagado acquisto acquistato comprato ordine 购买 下单 支付 成交 已购买 订单 購買 購入 購入済み 注文 買った',
  shown:
    'viewitemlist impression impressions productlistviewed productimpression imp exposure expose exposed viewsearchresults listview seen ' +
    'vieweditemlist listviewed promotionviewed viewpromotion einblendung affichage impresión impressione 曝光 展示 インプレッション ' +
    'search searched viewsearch productssearched gesucht suche recherche recherché búsqueda buscado ricerca 搜索 検索',
  remove_from_cart:
    'removefromcart removefrombasket removed remove cartremove cartremoval productremoved removedfromcart deletefromcart ' +
    'removecart entfernt ausdemwarenkorbentfernt warenkorbentfernt retiré retirédupanier supprimédupanier eliminado ' +
    'eliminadodelcarrito quitado rimosso 移出购物车 删除购物车 取消加购 カートから削除',
  dismiss: 'dismiss dismissed hide hidden notinterested dislike disliked 不感兴趣 不喜欢 興味なし',
  undo_dismiss: 'undodismiss undismiss unhide',
  refund:
    'refund refunded return returned orderrefunded cancelled canceled ordercancelled ordercanceled cancellation voided partiallyrefunded chargeback ' +
    'storniert storno retoure rückgabe zurückgegeben erstattet annulé remboursé retour retourné devuelto devolución ' +
    'reembolsado cancelado reso rimborsato annullato 退款 退货 已退款 取消订单 返品 返金 キャンセル',
  'no product':
    'page pages pageviews pageviewed screen screenview identify identified group alias sessionstart sessionend firstvisit firstopen ' +
    'userengagement scroll filedownload formstart formsubmit viewcart cartviewed begincheckout ' +
    'checkoutstarted checkoutstepviewed checkoutstepcompleted addpaymentinfo paymentinfoentered addshippinginfo ' +
    'login signup logout generatelead videostart videoprogress videocomplete share pageping structevent applicationopened ' +
    'autocapture pageleave mpwebpageview mpwebpageclick amplitudepageviewed homepageview categorypageview shoppingcartpageview ' +
    'eventproduct couponapplied couponentered selectpromotion optimize track initiatecheckout',
};

export const MEANINGS: ReadonlyMap<string, EventMeaning> = new Map(
  Object.entries(WORDS).flatMap(([meaning, words]) =>
    words.split(/ +/).map((word) => [plainWord(word), meaning as EventMeaning] as const),
  ),
);

/**
 * Numbers that public logs use for words, by the name of their column: the sets differ from log to log, and a number in a
 * column of another name means nothing.
 */
export const CODES: readonly { column: string; codes: Readonly<Record<string, InteractionName>> }[] = [
  {
    column: 'behaviortype',
    codes: { 1: 'view_item', 2: 'add_to_wishlist', 3: 'add_to_cart', 4: 'purchase' },
  },
  { column: 'actiontype', codes: { 0: 'view_item', 1: 'add_to_cart', 2: 'purchase', 3: 'add_to_wishlist' } },
];

/** Interactions by the names that people may give for them. */
export const READABLE_INTERACTIONS = Object.keys(WORDS).filter(
  (name) => name !== 'shown' && name !== 'no product',
) as InteractionName[];

/** What a word means to everybody; `undefined` where it is unknown. */
export function meaningOf(word: string): EventMeaning | undefined {
  const plain = plainWord(word);
  return MEANINGS.get(plain) ?? (/^(?:un)?\d+$/.test(plain) ? undefined : MEANINGS.get(plain.replace(/s$/, '')));
}

/** Whether the status of an order says that it came to nothing. */
export const wasUndone = (status: string): boolean =>
  (meaningOf(status) === 'refund' && !/^part/i.test(status)) || UNDONE.test(plainWord(status.replace(/^wc-/, '')));
const UNDONE = /^(?:failed|declined|expired|abandoned|trash|draft|checkoutdraft|void|fehlgeschlagen)$/;

/** What the numbers of a column mean, where its name and all of its numbers are those of a public log. */
export function codesOf(
  column: string,
  words: Iterable<string>,
): Readonly<Record<string, InteractionName>> | undefined {
  const known = CODES.find((one) => one.column === column);
  return known && [...words].every((word) => Object.hasOwn(known.codes, word)) ? known.codes : undefined;
}

export function plainWord(word: string): string {
  return word
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
