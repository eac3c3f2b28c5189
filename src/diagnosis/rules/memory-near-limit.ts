import { isNeverServed, usageGap } from '../../session/memory/container-usage.ts';
import { nativeNote } from '../../session/memory/memory-texts.ts';
import { containerRisk, isGrowthRisky, usageTrend } from '../../session/memory/risks.ts';
import { inMebibytes } from '../../session/memory/size-texts.ts';
import { memoryFindings, optionPrefix } from '../memory-finding.ts';
import type { ClusterResult, ClusterRule } from '../rule.ts';

/** A container will reach its memory limit soon, and the kernel kills it then. */
export const memoryNearLimit: ClusterRule = {
  name: 'memory-near-limit',
  assess: (evidence) => [
    ...memoryFindings(evidence, containerRisk, ({ unexplained }, memory) => ({
      evidence: [
        'the kernel kills a container that reaches its limit',
        ...(unexplained === undefined
          ? []
          : [`the JVM's own numbers do not explain ${inMebibytes(unexplained)}: ${nativeNote}`]),
      ],
      next: [
        { text: 'Read its log', command: `logs ${memory.name}` },
        { text: `Give it more memory (${optionPrefix(memory)}.process.size) until the cause is found` },
      ],
    })),
    ...unknown(evidence),
  ],
};

function unknown({ snapshot: { memory } }: Parameters<ClusterRule['assess']>[0]): readonly ClusterResult[] {
  const what = 'container memory';
  const gap = usageGap(memory.usage);
  if (gap !== undefined) return [{ kind: 'not assessed', what, reason: gap, isPermanent: isNeverServed(memory.usage) }];
  const isTooShort = [...memory.pods.values()].some(
    (pod) => isGrowthRisky(pod) && usageTrend(pod).kind === 'too short' && containerRisk(pod) === undefined,
  );
  return isTooShort
    ? [
        {
          kind: 'not assessed',
          what: 'growth of container memory',
          reason: 'needs 2 minutes of history: run why --watch-for 2m',
        },
      ]
    : [];
}
