import type { VitrineError } from '../../../contract/errors.ts';
import { unreadableLog } from '../log-report.ts';

/** A file that no option makes readable, known by how it begins. */
interface UnreadForm {
  head: RegExp;
  message: string;
  remedy: string;
}

const UNREAD: readonly UnreadForm[] = [
  {
    head: /^\d+:\r?\n\d+,[1-5],\d{4}-\d\d-\d\d\s/,
    message: 'The log is a file of the Netflix prize: a film, then a line for each of its ratings.',
    remedy:
      'Put the film into each line: `awk \'BEGIN { print "item,user,rating,time" } /:/ { sub(/:.*/, ""); film = $0; next } { print film "," $0 }\' combined_data_1.txt > ratings.csv`',
  },
  {
    head: /^\d+\tU\d+\t\d+\/\d+\/\d{4} \d+:\d\d:\d\d [AP]M\t[^\t\n]*\t(?:N\d+-[01]\s)/,
    message: 'The log is the behaviours of MIND: a line for each page of news that was shown.',
    remedy:
      'Write a row for each one that was clicked (`-1`): `awk -F\'\\t\' \'BEGIN { print "user,item,time" } { n = split($5, shown, " "); for (i = 1; i <= n; i++) if (sub(/-1.*/, "", shown[i])) print $2 "," shown[i] "," $3 }\' behaviors.tsv > clicks.csv`',
  },
  {
    head: /^"?prev_items"?,"?next_item\b/,
    message: 'The log is the sessions of Amazon-M2, whose products are lists in one cell.',
    remedy:
      'Write a line for each session: its number, then its products, those of `prev_items` before `next_item`, with blanks between them, such as `1 B09W9FND7K B09JSPLN1M B09M7GY217`.',
  },
  {
    head: /^(?=[^\n]*\bOrder ID\b)[^\n]*\bProduct Details\b/,
    message: 'The log is an export of orders that has all products of an order in one cell, Product Details.',
    remedy:
      'Export or write a row for each product of an order, with the columns Order ID, Customer ID, Order Date, Product ID and Quantity.',
  },
  {
    head: /^(?:[^\n]*\b(?:post_)?product_list\b|(?:[^\t\n]*\t){200})/,
    message: 'The log looks like hit data of Adobe Analytics, whose products are lists in one cell.',
    remedy:
      'Take the names of the columns from column_headers.tsv, and write a row for each product of `post_product_list` (`category;product;quantity;price`, with commas between them): `user` is `post_visid_high` and `post_visid_low` together, `time` is `hit_time_gmt`, and `event` what `post_event_list` has: 1 is purchase, 2 view_item, 12 add_to_cart, 13 remove_from_cart.',
  },
];

/**
 * Where a log could not be read, and it is such a file, the error that says how to bring it into a form that is read.
 * @param head its first lines
 */
export function unreadForm(head: string): VitrineError | undefined {
  const known = UNREAD.find((form) => form.head.test(head));
  return known && unreadableLog(known.message, known.remedy);
}
