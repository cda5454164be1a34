import type { DemoProduct } from '../catalogue/catalogue.ts';
import { Dice } from '../catalogue/dice.ts';
import { makeStock, makeTaste, type Stock, visit } from './shopper.ts';

/** One row of the simulated log. */
export interface SimulatedEvent {
  user: string;
  item: string;
  event: 'view' | 'cart' | 'purchase';
  /** Seconds since 1970. */
  ts: number;
}

/** Of the log that the pack is trained from. */
const SHOPPERS = 6000;
const STRANGERS = 1500;
const STRANGERS_SEED = 11;
const DAYS = 90;
/** 1 January 2026: simulated shoppers live in a simulated winter. */
const START = 1_767_225_600;
const CART = 0.2;
const PURCHASE = 0.6;

/** What simulated shoppers did in the demo shop over 90 days, in order of time. Nobody of flesh and blood is in it. */
export function simulateLog(products: readonly DemoProduct[], seed = 7): SimulatedEvent[] {
  const dice = new Dice(seed);
  return visitsOf('simulated', SHOPPERS, makeStock(products, dice), dice);
}

/** What other simulated shoppers did in the same shop, whom no training saw: to measure a pack by. */
export function simulateStrangers(products: readonly DemoProduct[], seed = 7): SimulatedEvent[] {
  return visitsOf('simulated-stranger', STRANGERS, makeStock(products, new Dice(seed)), new Dice(STRANGERS_SEED));
}

function visitsOf(name: string, shoppers: number, stock: Stock, dice: Dice): SimulatedEvent[] {
  const log: SimulatedEvent[] = [];
  for (let shopper = 1; shopper <= shoppers; shopper++) {
    const taste = makeTaste(dice);
    const visits = 1 + Math.floor(-Math.log(1 - dice.real()) * 1.6);
    for (let v = 0; v < Math.min(visits, 8); v++) {
      let ts = START + dice.int(0, DAYS * 86_400);
      const basket: string[] = [];
      const note = (item: string, event: SimulatedEvent['event']): void => {
        ts += dice.int(8, 90);
        log.push({ user: `${name}-${shopper}`, item, event, ts });
      };
      for (const { id } of visit(taste, stock, dice)) {
        note(id, 'view');
        if (dice.chance(CART)) {
          note(id, 'cart');
          basket.push(id);
        }
      }
      if (basket.length > 0 && dice.chance(PURCHASE)) for (const item of basket) note(item, 'purchase');
    }
  }
  return log.sort((a, b) => a.ts - b.ts);
}

export const toCsv = (log: readonly SimulatedEvent[]): string =>
  ['user,item,event,ts', ...log.map(({ user, item, event, ts }) => `${user},${item},${event},${ts}`), ''].join('\n');
