/** An operator of a chain. `id` is its name in the ids of metrics. */
export type ChainOperator = { readonly name: string; readonly id: string; readonly isEnd: boolean };

/** Flink cuts longer names of operators in the ids of metrics (`TaskMetricGroup`). */
const maxNameLength = 80;
const arrow = ' -> ';

/** Returns the name of an operator as in the ids of metrics (`MetricQueryService` replaces these characters). */
const metricName = (name: string): string => name.slice(0, maxNameLength).replaceAll(/[ .:,]/g, '_');

/**
 * Returns the operators of a vertex in the order of the chain. The name of a vertex lists them, as
 * `StreamingJobGraphGenerator#createChainedName` does: `a -> (b, c -> d)` ends with b and d.
 */
export function operatorChain(vertexName: string): readonly ChainOperator[] {
  const operators: ChainOperator[] = [];
  addChain(withoutPrefix(vertexName), operators);
  return operators;
}

/** With `pipeline.vertex-name-include-index-prefix`, names start with `[vertex-0]`. */
const withoutPrefix = (name: string): string => name.replace(/^\[vertex-\d+\]/, '');

function addChain(chain: string, operators: ChainOperator[]): void {
  const at = chain.indexOf(arrow);
  if (at === -1) {
    operators.push({ name: chain, id: metricName(chain), isEnd: true });
    return;
  }
  const name = chain.slice(0, at);
  operators.push({ name, id: metricName(name), isEnd: false });
  const rest = chain.slice(at + arrow.length);
  const branches = branchesOf(rest);
  for (const branch of branches ?? [rest]) addChain(branch, operators);
}

/** Returns the chains in `(b, c -> d)`; undefined for the rest of a chain without branches. */
function branchesOf(rest: string): readonly string[] | undefined {
  if (!rest.startsWith('(') || !rest.endsWith(')')) return undefined;
  const branches: string[] = [];
  let depth = 0;
  let from = 1;
  for (let index = 1; index < rest.length - 1; index += 1) {
    const character = rest[index];
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (depth === 0 && rest.startsWith(', ', index)) {
      branches.push(rest.slice(from, index));
      from = index + 2;
    }
    if (depth < 0) return undefined;
  }
  return [...branches, rest.slice(from, -1)];
}
