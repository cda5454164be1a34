import { expect, test } from 'vitest';
import { feedRows } from './feed-rows.ts';

/** One product that is sold out, as a shop's own table has it. */
const TABLES: Record<string, [table: string, product: Record<string, unknown>]> = {
  Dutch: [
    'Artikelnummer;Titel;Prijs;Voorraad;Merk;Categorie\nL1;Theepot;€ 12,95;0;Iwa;Keuken > Thee\n',
    { id: 'L1', title: 'Theepot', categories: ['Keuken', 'Thee'], price: 12.95, currency: 'EUR' },
  ],
  French: [
    'Référence;Désignation;Prix TTC;Disponibilité;Marque;Catégorie\nF1;Théière;"1 299,00 €";Épuisé;Iwa;Cuisine > Thé\n',
    { id: 'F1', title: 'Théière', categories: ['Cuisine', 'Thé'], price: 1299, currency: 'EUR' },
  ],
  Italian: [
    'Codice;Nome;Prezzo;Disponibilità;Marca;Categoria\nIT1;Teiera;"€ 1.299,00";Esaurito;Iwa;Cucina\n',
    { id: 'IT1', title: 'Teiera', categories: ['Cucina'], price: 1299, currency: 'EUR' },
  ],
  Japanese: [
    '商品番号,商品名,価格,在庫,ブランド,カテゴリ\nJ1,急須,"¥12,800",在庫なし,Iwa,台所\n',
    { id: 'J1', title: '急須', categories: ['台所'], price: 12_800 },
  ],
  Korean: [
    '상품코드,상품명,가격,재고,브랜드,카테고리\nK1,주전자,"₩12,800",품절,Iwa,주방\n',
    { id: 'K1', title: '주전자', categories: ['주방'], price: 12_800, currency: 'KRW' },
  ],
  Polish: [
    'Kod produktu;Nazwa;Cena;Dostępność;Marka;Kategoria\nPL1;Czajnik;129,90 zł;niedostępny;Iwa;Kuchnia\n',
    { id: 'PL1', title: 'Czajnik', categories: ['Kuchnia'], price: 129.9, currency: 'PLN' },
  ],
  Portuguese: [
    'SKU,Nome,Preço,Disponibilidade,Marca,Categoria\nP1,Bule,"R$ 1.299,00",esgotado,Iwa,Cozinha\n',
    { id: 'P1', title: 'Bule', categories: ['Cozinha'], price: 1299, currency: 'BRL' },
  ],
  Swedish: [
    'Artikelnummer;Namn;Pris;Lagerstatus;Varumärke;Kategori\nS1;Tekanna;1 299,00 kr;Slut i lager;Iwa;Kök\n',
    { id: 'S1', title: 'Tekanna', categories: ['Kök'], price: 1299 },
  ],
  Turkish: [
    'Stok Kodu;Ürün Adı;Fiyat;Stok;Marka;Kategori\nT1;Çaydanlık;"1.299,00 TL";0;Iwa;Mutfak\n',
    { id: 'T1', title: 'Çaydanlık', categories: ['Mutfak'], price: 1299 },
  ],
};

test.each(Object.entries(TABLES))('a table with names in %s is read whole', async (_, [table, product]) => {
  async function* pieces() {
    yield new TextEncoder().encode(table);
  }
  const rows = [];
  for await (const batch of feedRows(pieces())) rows.push(...batch);
  expect(rows).toEqual([{ row: { ...product, brand: 'Iwa', inStock: false } }]);
});
