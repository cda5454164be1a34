import type { RecommendedProduct } from '../../contract/recommendation.ts';
import type { CardOptions } from './card.ts';
import { localTitle } from './local-title.ts';
import { reductionOf, tellPrice } from './price.ts';
import { safeLink, safePicture } from './safe-address.ts';

/**
 * A card as the page's own `<template>` draws it. In it `data-text="title"` marks what gets a text (`title`, `price`,
 * `regularPrice`, `reason`, or any field of the product), `data-link` the link, and `data-picture` the `<img>`. What gets no text,
 * or no picture, is hidden.
 */
export function fillTemplate(
  template: HTMLTemplateElement,
  entry: RecommendedProduct,
  { language, reason, onSelect }: Omit<CardOptions, 'messages'>,
): DocumentFragment {
  const { product } = entry;
  const filled = document.importNode(template.content, true);
  const regular = { price: product.regularPrice, currency: product.currency };
  const texts: Record<string, () => string> = {
    title: () => localTitle(product, language),
    price: () => tellPrice(product, language),
    regularPrice: () => (reductionOf(product) > 0 ? tellPrice(regular, language) : ''),
    reason: () => reason,
  };
  for (const marked of filled.querySelectorAll<HTMLElement>('[data-text]')) {
    const name = marked.dataset.text!;
    const field = Object.hasOwn(product, name) ? (product as unknown as Record<string, unknown>)[name] : '';
    const own = typeof field === 'string' || typeof field === 'number' ? String(field) : '';
    const text = Object.hasOwn(texts, name) ? texts[name]() : own;
    marked.textContent = text;
    marked.hidden = text === '';
  }
  for (const link of filled.querySelectorAll<HTMLElement>('[data-link]')) {
    const address = safeLink(product.url);
    if (address) link.setAttribute('href', address);
    link.addEventListener('click', onSelect);
  }
  for (const picture of filled.querySelectorAll<HTMLImageElement>('img[data-picture]')) {
    const address = safePicture(product.image);
    picture.alt ||= '';
    if (address) picture.src = address;
    // It keeps its room.
    else picture.style.visibility = 'hidden';
    picture.addEventListener('error', () => {
      picture.style.visibility = 'hidden';
    });
  }
  return filled;
}
