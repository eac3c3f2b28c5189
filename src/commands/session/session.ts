import { checkApiServerReachable } from '../record/availability.ts';
import { command, type Plan } from '../record/command.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';

type Shown = { readonly text: string; readonly data: unknown; readonly names: readonly string[] };

export const session = command<Plan, Shown>({
  name: 'session',
  summary: 'Show what the session cluster runs with, and what differs from the ConfigMap',
  description:
    'Show the owner of the cluster, its images, plugins, service account, slots and high availability (leader, lease and ' +
    'ConfigMaps). Also show all options of the JobManager and where their values come from, and the options that differ ' +
    'from the ConfigMap. Flink reads the ConfigMap when it starts, so that a change takes effect on restart. Secrets are ' +
    'masked.\n\n' +
    'Options that Flink does not list have their default value. What cannot be read shows the reason, and the command ' +
    'still succeeds.\n\n' +
    'JSON: an object with clusterId, namespace, context, server, flinkVersion, mode, createdAt, attention, owner, ' +
    'jobManager, images, resources, serviceAccount, plugins, slots, highAvailability, configFile (when and by whom it was ' +
    'changed), differences, options and notRead. An option has key, running, configMap, origin (config-map, command-line, ' +
    'environment, start or unknown), reason, difference (changed, added, removed, overridden or null) and isCompared ' +
    '(false for a secret that Flink masks).',
  group: 'cluster',
  examples: ['session', 'session -o json'],
  needs: 'read',
  arguments: [],
  options: [],
  keys: [],
  rules: [],
  available: checkApiServerReachable,
  plan: async () => readOnlyPlan('Show the session', {}),
  run: runWithoutProgress(async (services, _plan, signal) => {
    // Loaded on demand: other commands do not need it.
    const { showSession } = await import('./show-session.ts');
    return showSession(services, signal);
  }),
  render: { text: ({ text }) => text, json: ({ data }) => data, names: ({ names }) => names },
  onScreen: { override: (screen) => screen.showSession() },
});
