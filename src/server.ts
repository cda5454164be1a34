import { VitrineError } from './contract/errors.ts';
import type { Product } from './contract/product.ts';
import type { RecommendationList, RecommendedProduct, RecommendQuery } from './contract/recommendation.ts';
import { cardTree } from './page/shelf/card.ts';
import { writeAttributes, writeHtml } from './page/shelf/html.ts';
import { wordList } from './page/shelf/list-words.ts';
import type { VitrineShelfAttributes } from './page/shelf/shelf-element.ts';
import { readAttributes } from './page/shelf/shelf-query.ts';
import { SHELF_STYLE } from './page/shelf/style.ts';
import { tree } from './page/shelf/tree.ts';
import { writingDirection } from './page/wording/language.ts';
import { messagesFor } from './page/wording/locale.ts';
import type { Messages } from './page/wording/messages.ts';

/** A list as a server has it: its products in their order, or a list with reasons. */
export type ServerList = readonly Product[] | (Pick<RecommendationList, 'items'> & Partial<RecommendationList>);

export interface RenderShelfOptions {
  /** Attributes of the element, as in markup. Default: a `limit` of as many products as the list has. */
  attributes?: VitrineShelfAttributes & Record<string, string | number | undefined>;
  /** The shop's own words, in place of those of the language (`attributes.lang`, default `en`). Default none. */
  messages?: Partial<Messages>;
  /**
   * HTML of the page's own that goes inside the element, such as `<h3 slot="heading">More</h3>`. It is written as it is: give nothing that a
   * visitor or a feed wrote. Default none.
   */
  inside?: string;
  /** For a policy whose `style-src` asks for one. Without it such a policy leaves the shelf unstyled until the script is there. */
  nonce?: string;
}

const NAME = /^[a-z][a-z0-9-]*$/;

/**
 * Writes a shelf as HTML, for a server: the markup of `<vitrine-shelf>` with its cards in a declarative shadow root, so that they are seen
 * before any script. The element takes them over as they stand: nothing is drawn again, and nothing is asked until this visitor has a history.
 * All text of products is written as text.
 * @throws VitrineError `bad-options`, as a rejection
 */
export async function renderShelf(
  given: ServerList,
  { attributes = {}, messages: own = {}, inside = '', nonce }: RenderShelfOptions = {},
): Promise<string> {
  const list = listOf(given, Number(attributes.limit ?? Number.POSITIVE_INFINITY));
  const named = Object.fromEntries(
    Object.entries({ limit: list.items.length || undefined, ...attributes }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
  const query = queryOf(named);
  // The element asks by itself.
  if (list.items.length === 0) return `<vitrine-shelf${writeAttributes(named)}>${inside}</vitrine-shelf>`;
  const language = languageFrom(attributes.lang);
  const messages = { ...(await messagesFor(language)), ...own };
  const headed = /slot=["']?heading/.test(inside);
  const { heading, shown } = wordList(list, query.like ?? [], messages, headed);
  const cards = list.items.map((entry, place) => {
    const card = cardTree(entry, { language, messages, reason: shown[place] });
    const room = /slot=["']?action/.test(inside) ? [tree('div', { part: 'action' })] : [];
    return { ...card, children: [...card.children, ...room] };
  });
  const section = tree(
    'section',
    { 'aria-labelledby': 'heading', dir: String(attributes.dir ?? writingDirection(language)) },
    tree('div', { id: 'heading' }, tree('slot', { name: 'heading' }, tree('h2', { part: 'heading' }, heading))),
    tree('ul', { part: 'list', role: 'list' }, ...cards),
  );
  const style = `<style${nonce === undefined ? '' : writeAttributes({ nonce })}>${SHELF_STYLE}</style>`;
  return [
    `<vitrine-shelf${writeAttributes({ ...named, 'data-served': '' })}>`,
    `<template shadowrootmode="open">${style}<div class="room">${writeHtml(section)}</div>`,
    `<script type="application/json">${dataOf({ list, language })}</script></template>`,
    `${inside}</vitrine-shelf>`,
  ].join('');
}

/** @throws VitrineError `bad-options` */
function queryOf(named: Readonly<Record<string, string>>): RecommendQuery {
  const attributes = Object.entries(named).map(([name, value]) => ({ name, value }));
  const { query, doubts } = readAttributes({ attributes });
  const strange = attributes.find(({ name }) => !NAME.test(name));
  const [doubt = strange && `the attribute \`${strange.name}\` has no name that HTML can hold`] = doubts;
  if (doubt !== undefined) throw new VitrineError('bad-options', `A shelf cannot be written: ${doubt}.`);
  return query;
}

/** What the element takes over, as JSON in a script: `<` ends none. @throws VitrineError `bad-options` */
function dataOf(data: object): string {
  try {
    return JSON.stringify(data).replaceAll('<', '\\u003c');
  } catch (cause) {
    throw new VitrineError('bad-options', 'A product of the list is not plain data.', {
      remedy: 'Give what JSON can hold, without cycles.',
      cause,
    });
  }
}

/** @throws VitrineError `bad-options` */
function listOf(given: ServerList, limit: number): RecommendationList {
  const items = Array.isArray(given)
    ? given.map(
        (product): RecommendedProduct => ({
          id: product?.id,
          product,
          score: 0,
          reasons: [{ kind: 'spread' }],
          shares: {},
        }),
      )
    : (given as RecommendationList | undefined)?.items;
  const wrong = items?.findIndex((item) => typeof item?.product?.id !== 'string' || item.product.id === '');
  if (!items || wrong !== -1) {
    throw new VitrineError(
      'bad-options',
      items ? `The product at ${wrong} of the list has no id.` : 'There is no list.',
      {
        remedy: 'Give an array of products, each with its id, or a list with `items`.',
      },
    );
  }
  const known = { id: 'server', placement: 'home', model: 'server', fallback: true, took: 0 };
  return { ...known, ...(Array.isArray(given) ? {} : given), items: items.slice(0, limit) } as RecommendationList;
}

function languageFrom(lang = 'en'): string {
  try {
    return new Intl.Locale(lang.replaceAll('_', '-')).toString();
  } catch {
    throw new VitrineError('bad-options', `\`${lang}\` is no BCP 47 tag of a language.`, {
      remedy: 'Give one such as `de`.',
    });
  }
}
