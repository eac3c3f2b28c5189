import fuzzysort from 'fuzzysort';
import { type Metric, type MetricOwner, ownerTitle } from './metric.ts';
import { memberOf, parseQuery } from './metric-query.ts';

/** The ids of an owner's metrics. Ids of text are left out. */
export type OwnedIds = { readonly owner: MetricOwner; readonly ids: readonly string[] };

export type FoundMetrics = {
  /** Best first. Equal ones are in the order of the owners. */
  readonly metrics: readonly Metric[];
  /** Number of all matches. */
  readonly count: number;
};

export type MetricIndex = {
  /** Finds metrics by fuzzy terms and globs. Returns at most `limit`. */
  readonly search: (text: string, limit: number) => FoundMetrics;
};

/** Score of an exact match. */
const exact = 1;
/** A term that matches the owner says less than one that matches the id. */
const ownerWeight = 0.9;
const maxCachedTerms = 20;

type Prepared = ReturnType<typeof fuzzysort.prepare>;
const preparedIds = new Map<string, Prepared>();
/** Beyond this, ids of earlier jobs are dropped. */
const maxPrepared = 20_000;

/**
 * Returns an index of metrics. Each different id and each owner is compared once with each term: 200 vertices with 100
 * metrics have 20,000 metrics, but far fewer different ids. Ids are prepared when they are added, not at the first key.
 */
export function createMetricIndex(owned: readonly OwnedIds[]): MetricIndex {
  const ids = [...new Set(owned.flatMap((item) => item.ids))];
  if (preparedIds.size + ids.length > maxPrepared) preparedIds.clear();
  const prepared = ids.map(prepare);
  const position = new Map(ids.map((id, index) => [id, index]));
  const owners = owned.map(({ owner, ids: own }) => ({
    owner,
    title: ownerTitle(owner),
    positions: Uint32Array.from(own, (id) => position.get(id) ?? 0),
  }));
  const cachedScores = new Map<string, Float64Array>();

  function scoresOf(term: string): Float64Array {
    const known = cachedScores.get(term);
    if (known !== undefined) return known;
    if (cachedScores.size >= maxCachedTerms) cachedScores.clear();
    const match = matcher(term);
    const scores = Float64Array.from(prepared, (target, index) => match(target, ids[index] ?? ''));
    cachedScores.set(term, scores);
    return scores;
  }

  return {
    search(text, limit) {
      const query = parseQuery(text);
      const terms = query.terms.map((term) => ({ scores: scoresOf(term), match: matcher(term) }));
      const best = bestOf(limit);
      for (const { owner, title, positions } of owners) {
        const member = memberOf(owner, query);
        if (member === 'none') continue;
        const ofOwner = terms.map(({ match }) => match(title, title) * ownerWeight);
        for (const at of positions) best.add(combine(terms, ofOwner, at), owner, at, member);
      }
      return best.found((at) => ids[at] ?? '');
    },
  };
}

/** fuzzysort prepares the rest of a target at its first match. */
function prepare(id: string): Prepared {
  const known = preparedIds.get(id);
  if (known !== undefined) return known;
  const target = fuzzysort.prepare(id);
  fuzzysort.single(id.slice(0, 1), target);
  preparedIds.set(id, target);
  return target;
}

function matcher(term: string): (target: string | Prepared, text: string) => number {
  if (!/[*?]/.test(term)) return (target) => fuzzysort.single(term, target)?.score ?? 0;
  const pattern = globPattern(term);
  return (_, text) => (pattern.test(text) ? exact : 0);
}

/** Converts a glob to a pattern for a whole id, or for its end after a dot. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`(^|\\.)${source}$`, 'i');
}

/** Returns 0 if a term matches neither the owner nor the id. */
function combine(
  terms: readonly { readonly scores: Float64Array }[],
  ofOwner: readonly number[],
  position: number,
): number {
  let sum = exact;
  for (let term = 0; term < terms.length; term += 1) {
    const score = Math.max(ofOwner[term] ?? 0, terms[term]?.scores[position] ?? 0);
    if (score === 0) return 0;
    sum += score;
  }
  return sum;
}

type Candidate = {
  readonly score: number;
  readonly order: number;
  readonly owner: MetricOwner;
  readonly position: number;
  readonly member: Metric['member'];
};

/** Collects the best candidates without keeping all of them. */
function bestOf(limit: number) {
  let kept: Candidate[] = [];
  let least = 0;
  let count = 0;
  const shrink = () => {
    kept = kept.sort((a, b) => b.score - a.score || a.order - b.order).slice(0, limit);
    if (kept.length === limit) least = kept.at(-1)?.score ?? 0;
  };
  return {
    add: (score: number, owner: MetricOwner, position: number, member: Metric['member']) => {
      if (score === 0) return;
      count += 1;
      if (score <= least) return;
      kept.push({ score, order: count, owner, position, member });
      if (kept.length >= 4 * limit) shrink();
    },
    found: (idAt: (position: number) => string): FoundMetrics => {
      shrink();
      const metrics = kept.map(({ owner, position, member }) => ({ owner, id: idAt(position), member }));
      return { metrics, count };
    },
  };
}
