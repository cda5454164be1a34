import type { InteractionName } from '../../../contract/interaction.ts';
import { DEPTH } from '../../../engine/lists/funnel.ts';
import { DEFAULT_QUERY } from '../../../engine/lists/resolve-query.ts';
import type { CandidateSource, VisitorContext } from '../../../engine/sources/candidate-source.ts';
import { historyOf } from '../../evaluation/interaction-log.ts';
import type { ServedQuestions } from '../evaluation-run.ts';
import { openSources } from '../sources/open-sources.ts';

/** How often the reasons of one source were right. */
interface ReasonQuality {
  /** Products whose reason names a click, of histories with at least two products. */
  asked: number;
  /** Of these, those whose share of the source's scores falls where that product is taken out of the history. */
  lower: number;
  share: number;
}

/**
 * Leave one out: takes the product that a reason names out of the history, and asks the source that gave the reason again. The
 * source's share of scores is what the fusion adds up.
 */
export async function measureReasons(
  { pack, packPlan, serving, contexts, final }: ServedQuestions,
  limit: number,
  onStep: (done: number, total: number) => Promise<void>,
): Promise<Record<string, ReasonQuality>> {
  const sources = new Map(
    (await openSources(pack.sections, packPlan)).map((source) => [source.name as string, source]),
  );
  const found: Record<string, { asked: number; lower: number }> = {};
  const count = final.cases.targets.length;
  for (let index = 0; index < count; index++) {
    await contexts.with(historyOf(final.cases, index), async (context) => {
      if (new Set(context.items).size < 2) return;
      const list = await serving.chain.rank(context, { ...DEFAULT_QUERY, limit });
      const shares = new Map<string, Map<number, number>>();
      const sharesFor = (source: CandidateSource, without: number | undefined): Map<number, number> => {
        const key = `${source.name} ${without}`;
        const known = shares.get(key) ?? sharesOf(source, without === undefined ? context : leaveOut(context, without));
        shares.set(key, known);
        return known;
      };
      for (const { item, strongest, because } of list) {
        const source = strongest === null || because < 0 ? undefined : sources.get(strongest);
        if (source === undefined) continue;
        const before = sharesFor(source, undefined).get(item);
        if (before === undefined) continue;
        found[source.name] ??= { asked: 0, lower: 0 };
        found[source.name].asked++;
        const after = sharesFor(source, context.items[because]).get(item) ?? 0;
        if (after < before) found[source.name].lower++;
      }
    });
    await onStep(index + 1, count);
  }
  return Object.fromEntries(
    Object.entries(found).map(([name, { asked, lower }]) => [
      name,
      { asked, lower, share: Number((lower / asked).toFixed(6)) },
    ]),
  );
}

function sharesOf(source: CandidateSource, context: VisitorContext): Map<number, number> {
  const { items, scores } = source.retrieve(context, DEPTH);
  const total = scores.reduce((sum, score) => sum + score, 0);
  return new Map(Array.from(items, (item, place) => [item, scores[place] / total]));
}

/** The visitor as if they had never met this product; it may not be shown either. */
function leaveOut(context: VisitorContext, product: number): VisitorContext {
  const kept = [...context.items.keys()].filter((position) => context.items[position] !== product);
  return {
    ...context,
    items: Int32Array.from(kept, (position) => context.items[position]),
    names: kept.map((position): InteractionName => context.names[position]),
    sessionStart: kept.filter((position) => position < context.sessionStart).length,
  };
}
