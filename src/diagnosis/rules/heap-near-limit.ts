import { heapRisk } from '../../session/memory/risks.ts';
import { memoryFindings } from '../memory-finding.ts';
import type { ClusterRule } from '../rule.ts';

/** The heap fills up, and garbage collections do not help: an OutOfMemoryError follows. */
export const heapNearLimit: ClusterRule = {
  name: 'heap-near-limit',
  assess: (evidence) =>
    memoryFindings(evidence, heapRisk, (_, { name, role }) => ({
      evidence: ['the JVM ends with an OutOfMemoryError when its heap is full'],
      next: [
        { text: 'Read its log', command: `logs ${name}` },
        {
          text: `Give it more heap (${role === 'taskmanager' ? 'taskmanager.memory.task.heap.size' : 'jobmanager.memory.heap.size'}), or look for state that user code keeps in memory`,
        },
      ],
    })),
};
