/**
 * Names under which shops, platforms and public data sets keep what we read, best first. Of a nested field the last name
 * counts too. Names are compared by `plainName`: case, spaces and punctuation do not matter.
 */

/** What a product feed says of a product. */
export const PRODUCT_NAMES = {
  id:
    'id productid itemid offerid objectid entityid listingid sku merchantproductid awproductid aid identifier productcode productcodesku articlenumber articleid stockcode ' +
    'asin parentasin variantsku code handle urlhandle reference mpn gtin ' +
    'artikelnummer artikelnr sachnummer referenz referencia codigo codice réf référence артикул 商品编号 商品id 商品编码 ' +
    '商品番号 商品コード 货号 品番 kodproduktu numerproduktu kódproduktu stokkodu ürünkodu urunkodu 상품코드 상품번호 품번',
  title:
    'title name productname itemname productdisplayname shortname producttitle itemtitle ' +
    'titel bezeichnung artikelname produktname artikelbezeichnung nom titre nomproduit désignation nombre título titulo ' +
    'nome titolo naam название 商品名 商品名称 名称 标题 商品标题 タイトル 品名 namn produktnamn nazwa nazwaproduktu název nazov ürünadı urunadi 상품명 제품명',
  /** A whole path of categories, or a list of them. */
  path:
    'categories categoriesxyz customproducttype producttype producttypes categorypath categorynames merchantcategory shopcat cat taxons categoryname productcategory ' +
    'hierarchicalcategories collections collection googleproductcategory fbproductcategory ' +
    'categorytext kategorien kategorie warengruppe catégories catégorie categorías categoría categorie categoria rubrik категория ' +
    '分类 类目 商品分类 カテゴリ カテゴリー 品类 kategoria kategori kategorier 카테고리',
  brand:
    'brand brandname vendor manufacturer manufacturername itembrand marke hersteller marque fabricant marca fabricante ' +
    'merk бренд 品牌 ブランド メーカー varumärke varumarke marka značka markanaam 브랜드 제조사',
  price:
    'price variantprice priceincltax priceincl pricettc calculatedprice calculatedcheapestprice defaultprice pricedata prices pricetaxincluded pricetaxexcluded regularprice currentprice finalprice pricevat unitprice listprice ' +
    'retailprice amount preis verkaufspreis bruttopreis prix prixttc precio preço preco prezzo prijs цена 价格 售价 单价 価格 ' +
    '販売価格 値段 pris cena fiyat fiyatı 가격 판매가',
  sale: 'saleprice specialprice special discountprice discountedprice angebotspreis aktionspreis 促销价 特价 セール価格',
  saleDates: 'salepriceeffectivedate',
  /** What it costs outside its sale, where the price is already the sale's. */
  compared:
    'compareatprice variantcompareatprice compareatpricerange pricerangeundiscounted undiscountedprice strikethroughprice regularprice ' +
    'originalprice oldprice wasprice pricebefore previousprice comparetoprice marketingprice oldpriceincl rrpprice rrp msrp alterpreis streichpreis prixbarré prixbarre ancienprix precioanterior ' +
    'precoanterior preçoanterior prezzooriginale vanprijs 原价 划线价 通常価格',
  currency: 'currency pricecurrency currencycode currencyid währung waehrung devise moneda valuta 货币 币种 通貨',
  image:
    'imagelink image imageurl imagesrc images imageurls productimageurl baseimage mainimage primaryimage defaultimage ' +
    'featuredimage coverimage thumbnail thumbnailurl smallimage picture cover featuredasset productasset poster photo photos pictures imagefullurl merchantimageurl imgs imgurl pictureurl pictureurls img ' +
    'productimagefile1 imageurlsxyz media bild bildurl bildlink imagen imagenes immagine 图片 主图 图片链接 画像 画像url',
  url:
    'link url producturl productlink permalink productpageurl itemweburl merchantdeeplink awdeeplink href canonicalurl onlinestoreurl detailurl weblink produktlink lien enlace ' +
    '链接 商品链接 商品url',
  description:
    'description bodyhtml body desc productdescription longdescription shortdescription descriptionhtml beschreibung ' +
    'artikelbeschreibung kurzbeschreibung descriptif descripción descripcion descrizione descrição omschrijving описание ' +
    '描述 商品描述 详情 説明 商品説明',
  /** Whether it can be bought: words, flags or a count. */
  stock:
    'availability instock isinstock stockstatus available isonstock availablestock availabilityv2 estimatedavailabilities avail availableforsale isavailable availableforpurchase salable ' +
    'purchasable ispurchasable stock stocklevel stockquantity quantity qty inventory inventoryquantity inventorylevel ' +
    'inventorycount variantinventoryqty currentstocklevel quantityavailable ' +
    'verfügbarkeit verfuegbarkeit bestand lagerbestand lieferbar disponibilité disponibilite disponibilidad ' +
    'disponibilità disponibilita existencias beschikbaarheid voorraad наличие 库存 库存数量 在庫 在庫数 在庫状況 disponibilidade estoque lagerstatus lagersaldo dostępność dostepnosc dostupnost stok stokdurumu 재고 재고수량',
  /** Whether the shop shows it at all. */
  shown:
    'status state published isvisible visible productvisible visibility visibilityincatalog catalogvisibility productonline ' +
    'active isactive enabled isenabled publishedononlinestore isdisabled disabled hidden ishidden archived isarchived ' +
    'deleted isdeleted draft isdraft active01 published01',
  itemGroupId: 'itemgroupid itemgroup productgroupid parentsku parentproductid inproductgroupwithid',
  /** When it came into the shop. */
  added:
    'added addedat dateadded publishedat datepublished createdat datecreated creationdate createddate releasedate ' +
    'availabilitydate launchdate onlinesince newfrom erstelltam datecréation fechacreación 上架时间 上架日期 上市时间 发布时间 登録日 発売日',
} as const;

/** Columns of one category each, from broad to narrow, where no column holds a whole path. */
export const CATEGORY_TIERS =
  'department mastercategory maincategory category itemcategory subcategory itemcategory2 itemcategory3 itemcategory4 ' +
  'itemcategory5 articletype type';

/** Columns that each tell products apart by one word or a list of them. */
export const TAG_NAMES =
  'tags keywords color colour basecolour material pattern size gender agegroup season usage option1value option2value ' +
  'option3value attribute1values attribute2values attribute3values farbe größe groesse couleur taille talla colore 颜色 尺码';

/** What a log of events says of an event. */
export const LOG_NAMES = {
  /** A person first, then a browser, then a visit: the first that a row fills counts. */
  user:
    'user userid customer customerid customeremail shopper shopperid member memberid uid reviewerid buyerid buyer ' +
    'profileid userhash userident customernumber customerno customerkey usernumber accountid householdid householdkey ' +
    'emailaddress email contactemail billingemail emailbilling billingemailaddress useremail buyeremail username ' +
    'reviewprofilename externalid usertoken ' +
    'kundennummer kundennr kunde kundenid nutzer nutzerid benutzer benutzerid besucher besucherid client clientid ' +
    'idclient numéroclient utilisateur acheteur cliente idcliente usuario idusuario utente идпользователя 用户id 用户 ' +
    '会员id 会员号 客户id 买家id 顧客id 顧客番号 ユーザーid 会員番号 会員id ' +
    'visitor visitorid idvisitor fullvisitorid userpseudoid distinctid anonymousid anonymoususerid domainuserid networkuserid ' +
    'deviceid clientuserid cookieid mcvisid browserid guestid ' +
    'session sessionid visitid idvisit usersession domainsessionid gasessionid sessionidhash sitzung sitzungid séance 会话id ' +
    'basketid orderid ordernumber orderno invoice invoiceid invoiceno invoicenumber receiptid rechnungsnummer',
  item:
    'item itemid product productid lineitemsku lineitemproductid sku productsku variantsku skuid stockcode parentasin ' +
    'asin iid aid movieid artistid trackid songid bookid isbn businessid locationid venueid articleid ' +
    'productskuhash offerid goodsid contentid productcode productsku variantid lineitemvariantid itemsku ' +
    'artikelnummer artikelnr artikel artikelid produkt produktid produktnummer article idarticle produit idproduit ' +
    'référence producto idproducto artículo articulo prodotto idprodotto codice 商品id 商品 商品编号 商品编码 物品id 宝贝id ' +
    '商品番号 商品コード productnumber productno itemnumber itemno productviewsku tisku idactionsku objectid videoid recipeid ' +
    'animeid gameid newsid documentid docid hotelid poiid placeid jobid storyid clickarticleid beerid beerbeerid ' +
    'bookmarkid lineitemname traid artid',
  event:
    'event eventname eventtype eventtext eventaction action actiontype productaction behavior behaviour behaviortype ' +
    'behaviourtype interaction interactiontype activity activitytype aktion ereignis ereignistyp vorgang ' +
    'aktionstyp événement evenement évènement evento acción accion azione tipoevento 行为 行为类型 事件 操作 操作类型 ' +
    '行動 イベント アクション type name',
  time:
    'ts time timestamp timestampmicros eventtimestamp eventtime originaltimestamp receivedat sentat timestampms timems servertime ' +
    'servertimestamp servertimestampepochms derivedtstamp collectortstamp unixtime unixtimestamp unixreviewtime ' +
    'epoch epochms at createdat createdate creationtime datecreated datecreatedgmt orderdate orderedat purchasedat ' +
    'purchasedate paidat datetime eventdatetime clienteventtime invoicedate transactiondt transactiondate tdat ' +
    'clicktimestamp transactiontimestamp transactiontime actiontime purchasetime ordertime logtime occurredat ' +
    'date eventdate timestmp reviewtime reviewdate dateadded dateupdated visitstarttime day ' +
    'zeitpunkt zeitstempel zeit uhrzeit datum bestelldatum kaufdatum horodatage heure dateheure dateachat fecha ' +
    'fechahora momento data dataora время дата 时间 时间戳 日期 下单时间 購入日 購入日時 日時 日付 時刻',
  quantity:
    'quantity qty count lineitemquantity itemquantity qtyordered quantityordered quantityrefund tiquantity menge anzahl stückzahl quantité cantidad quantità 数量 個数 件数',
} as const;

/** Columns that only a table of orders fills in most rows: each row is a purchase. */
export const ORDER_COLUMNS =
  'orderid orderno ordernumber orderdate ordertime idorder invoice invoiceid invoiceno invoicenumber invoicedate basketid receiptid ' +
  'transactiondt transactiondate tdat purchasedat purchasedate qtyordered bestelldatum kaufdatum rechnungsnummer';

/** The column of a log that has the words of a search. */
export const SEARCH_COLUMN =
  'searchterm searchterms searchquery searchwords searchkeyword searchkeywords searchstring searchtext querytext term words ' +
  'keyword keywords query q suchbegriff suchwort suchanfrage termederecherche motsclés búsqueda terminodebusqueda ricerca 搜索词 ' +
  '关键词 搜索关键词 検索語 検索キーワード';

/** A column's name without what people spell in many ways. */
export function plainName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/:(?:token|float|token_seq|float_seq)$/, '')
    .replace(/^\s*g:/, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const split = new Map<string, readonly string[]>();

/** The names of one of the lists above. */
export function namesIn(list: string): readonly string[] {
  let names = split.get(list);
  if (names === undefined) {
    names = list.normalize('NFC').split(' ');
    split.set(list, names);
  }
  return names;
}
