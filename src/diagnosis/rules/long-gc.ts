import { gcRisk } from '../../session/memory/risks.ts';
import { memoryFindings } from '../memory-finding.ts';
import type { ClusterRule } from '../rule.ts';

/** Garbage collections stop the process for much of the time, although the heap is not full. */
export const longGc: ClusterRule = {
  name: 'long-gc',
  assess: (evidence) =>
    memoryFindings(evidence, gcRisk, (_, { name }) => ({
      evidence: ['for at least a minute; the JVM does nothing else while it collects garbage'],
      next: [
        { text: 'See what it logs', command: `logs ${name}` },
        { text: 'Give it more heap or more CPU, or create fewer objects per record' },
      ],
    })),
};
