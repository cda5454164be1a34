import type { InteractionName } from '../../contract/interaction.ts';

/** Lines of an event log as `readLog` reads them: `user,item,event,ts`, times in Unix seconds; without `ts` where there are none. */
export function logHeader(timed: boolean): string {
  return timed ? 'user,item,event,ts\n' : 'user,item,event\n';
}

/** What one shopper did, a line an interaction. @param times milliseconds */
export function logLines(
  user: string,
  products: readonly string[],
  names: readonly InteractionName[],
  times: Float64Array | null,
): string {
  return products
    .map((product, i) => {
      const when = times === null ? '' : `,${Math.round(times[i] / 1000)}`;
      return `${csvCell(user)},${csvCell(product)},${names[i]}${when}\n`;
    })
    .join('');
}

/** One cell of a CSV file. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
