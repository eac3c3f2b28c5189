import { boolean, nullish, object, pipe, record, string, transform } from 'valibot';
import type { JobConfiguration } from '../responses.ts';
import { moment } from './schemas.ts';

export const jobConfigurationSchema = pipe(
  object({
    'execution-config': nullish(
      object({
        'restart-strategy': nullish(string()),
        'job-parallelism': moment,
        'object-reuse-mode': nullish(boolean()),
        'user-config': nullish(record(string(), string()), {}),
      }),
    ),
  }),
  transform(
    ({ 'execution-config': wire }): JobConfiguration => ({
      restartStrategy: wire?.['restart-strategy'] ?? undefined,
      parallelism: wire?.['job-parallelism'],
      objectReuse: wire?.['object-reuse-mode'] ?? undefined,
      userConfig: wire?.['user-config'] ?? {},
    }),
  ),
);
