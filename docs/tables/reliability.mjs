// The table of docs/reliability.md, from the recorded results of `npm run faults`.
import { table } from '../../bench/harness/markdown.mjs';

const ORDER = ['storage', 'messages', 'fetches', 'kills', 'leaving', 'burst'];
const count = (value) => value.toLocaleString('en');
const none = (list) => count(list.length);

/** What was done, and what became of it, by attack. */
const SAID = {
  sweep: ({ visits, failed, acknowledged, lost, late, untyped, notDurableAgain, errorsOnThePage }) => [
    `${count(failed)} operations failed in ${count(visits)} visits`,
    `${count(acknowledged)} events acknowledged: ${none(lost)} lost or twice; ${none(late)} calls without an end; ${none(untyped)} without a typed error; storage not used again: ${count(notDurableAgain)}; errors on the page: ${none(errorsOnThePage)}`,
  ],
  kills: ({ kills, acknowledged, lost, twice, unread }) => [
    `${count(kills)} kills`,
    `${count(acknowledged)} events acknowledged: ${none(lost)} lost, ${none(twice)} twice; profiles that did not open again: ${count(unread)}`,
  ],
  leaving: ({ pages, kept, lost, twice }) => [
    `${count(pages)} pages left`,
    `${count(kept)} events on the next page, ${none(lost)} lost, ${none(twice)} twice`,
  ],
  burst: ({ calls, answered, stored, twice }) => [
    `${count(calls)} calls`,
    `${count(answered)} answered, ${count(stored)} stored, ${count(twice)} twice`,
  ],
};

export function reliabilityTables(results) {
  const rows = ORDER.filter((name) => results[name]).map((name) => {
    const { title, metrics, command, commit } = results[name];
    return [title, ...(SAID[name] ?? SAID.sweep)(metrics), `\`${command}\` at ${commit}`];
  });
  return { reliability: table(['attack', 'done', 'what became of it', 'command'], rows) };
}
