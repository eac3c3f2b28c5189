import { metaspaceRisk } from '../../session/memory/risks.ts';
import { countOf } from '../../text/count-of.ts';
import { memoryFindings, optionPrefix } from '../memory-finding.ts';
import type { ClusterRule } from '../rule.ts';

/** Finished jobs leave their classes behind, until no further job can start in the process. */
export const metaspaceLeak: ClusterRule = {
  name: 'metaspace-leak',
  assess: (evidence) =>
    memoryFindings(evidence, metaspaceRisk, ({ perJob }, memory) => ({
      evidence: [
        `measured over ${countOf(perJob.jobs, 'finished job')}; the metaspace has not become smaller`,
        'something keeps the class loaders of finished jobs: threads, JDBC drivers, caches in static fields',
      ],
      next: [
        { text: 'Move the libraries that leak to the lib folder, or restart the process before its metaspace is full' },
        { text: `Give it more metaspace (${optionPrefix(memory)}.jvm-metaspace.size)` },
      ],
    })),
};
