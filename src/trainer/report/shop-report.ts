import { inOrder, ListTable, mostCommonCurrency } from '../../attribution/list-table.ts';
import type { ListReport, ReportOptions } from '../../contract/list-report.ts';
import type { LogReport } from '../log/log-report.ts';
import type { VisitorsEvent } from './collected-events.ts';
import {
  ExperimentGathering,
  type ExperimentReport,
  type InterleavingReport,
  type PlannedExperiment,
} from './experiment-report.ts';

/** What lists brought, and which variant of each experiment is better. */
export interface ShopReport extends ListReport {
  visitors: number;
  experiments: readonly ExperimentReport[];
  interleavings: readonly InterleavingReport[];
}

export interface ShopReportOptions extends ReportOptions {
  /** The one that values are in. Default: the one of most purchases. */
  currency?: string;
  /** Default none: the control is then the variant of that name, or the first by name. */
  experiments?: readonly PlannedExperiment[];
}

/** The shop's table, of all collected events. @param report of the reading: what is left out here is added to it */
export function makeReport(
  events: readonly VisitorsEvent[],
  report: LogReport,
  { window, currency: wanted, experiments: planned = [] }: ShopReportOptions = {},
): ShopReport {
  const currency = wanted ?? mostCommonCurrency(events);
  const table = new ListTable(window, currency, (reason) => report.refuse(reason));
  const gathering = new ExperimentGathering();
  const visitors = byVisitor(events, report);
  for (const own of visitors.values()) gathering.add(table.add(own));
  return {
    ...table.report(report.lines()),
    visitors: visitors.size,
    experiments: gathering.experiments(planned),
    interleavings: gathering.interleavings(planned),
  };
}

/** Each visitor's events, oldest first; an event that came twice counts once. */
function byVisitor(events: readonly VisitorsEvent[], report: LogReport): Map<string, VisitorsEvent[]> {
  const visitors = new Map<string, VisitorsEvent[]>();
  for (const event of events) {
    const own = visitors.get(event.visitor);
    if (own === undefined) visitors.set(event.visitor, [event]);
    else own.push(event);
  }
  for (const [visitor, own] of visitors) {
    const seen = new Set<string>();
    const once = own.filter((event) => {
      const text = JSON.stringify(event);
      if (seen.has(text)) report.refuse('that came twice');
      return !seen.has(text) && seen.add(text) !== undefined;
    });
    visitors.set(visitor, inOrder(once));
  }
  return visitors;
}
