import { VitrineError } from '../../contract/errors.ts';
import type { VisitorEvent } from '../../contract/visitor-event.ts';
import type { PastReport } from '../facade/recommender.ts';
import { MOST_EVENTS } from './profile.ts';

/** A number below this is no time in milliseconds of a shop's life (it is of 1973), but one in seconds. */
const SECONDS_BELOW = 1e11;

interface PastRead extends Pick<PastReport, 'leftOut' | 'reordered' | 'refused'> {
  /** Oldest first; names and products are the gate's to check. */
  events: VisitorEvent[];
  /** Of each event, its index in what was given. */
  places: number[];
}

/**
 * Reads what a page says that the visitor did earlier, of which nothing is known.
 * @throws VitrineError `bad-options` where it is no list
 */
export function readPast(given: unknown, now: number): PastRead {
  if (!Array.isArray(given)) {
    throw new VitrineError('bad-options', 'What the visitor did is no list.', {
      remedy: 'Give a list of { name, product, at }.',
    });
  }
  const refused: { index: number; message: string }[] = [];
  const read: { event: VisitorEvent; index: number }[] = [];
  // Not `forEach`: it passes over holes.
  for (let index = 0; index < given.length; index++) {
    const { name, product, at, quantity } = (given[index] ?? {}) as Record<string, unknown>;
    const time = timeOf(at, now);
    if (typeof time === 'string') refused.push({ index, message: time });
    else read.push({ event: { name, product, at: time, quantity } as VisitorEvent, index });
  }
  const reordered = read.some(({ event }, i) => i > 0 && event.at < read[i - 1].event.at);
  const kept = read.sort((a, b) => a.event.at - b.event.at || a.index - b.index).slice(-MOST_EVENTS);
  return {
    events: kept.map(({ event }) => event),
    places: kept.map(({ index }) => index),
    refused,
    reordered,
    leftOut: read.length - kept.length,
  };
}

/** Milliseconds, or what is wrong. */
function timeOf(at: unknown, now: number): number | string {
  const time = at instanceof Date ? at.getTime() : typeof at === 'string' ? Date.parse(at) : at;
  if (typeof time !== 'number' || !Number.isFinite(time) || time < 0) {
    return `It has no time: \`at\` is ${JSON.stringify(at) ?? 'missing'}. Give milliseconds since 1970, an ISO 8601 text or a Date.`;
  }
  if (typeof at === 'number' && time < SECONDS_BELOW)
    return `Its time, ${time}, is in seconds. Give milliseconds since 1970.`;
  return time > now ? `Its time, ${new Date(time).toISOString()}, is in the future.` : time;
}
