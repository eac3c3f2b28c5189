import { resources } from '../../kubernetes/resource.ts';
import { checkApiServerReachable } from '../record/availability.ts';
import { command, type Plan } from '../record/command.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';

type PodPlan = Plan & { readonly pod: string };
type ShownPod = { readonly text: string; readonly data: unknown; readonly name: string };

export const pod = command<PodPlan, ShownPod>({
  name: 'pod',
  summary: 'Show the details of a pod',
  description:
    'Show one pod: its status and why it is not ready, its containers with their last end, resources and usage, the jobs ' +
    'and subtasks on it, its events, variables and volumes. On the screen, pod opens the page of the pod.\n\n' +
    'Values that look secret are masked. Values of Secrets are not read: only the reference is shown.\n\n' +
    'JSON: an object with the fields of pods, and with conditions, containers, jobs (the running jobs on a TaskManager, ' +
    'with vertices and their subtasks counted from 0, or null if unknown), events (newest first, or null without ' +
    'permission), memory (usage and limit of the main container in bytes), containerUsage (state and reason, as of ' +
    'memory) and object (the Kubernetes object without managedFields). A container has name, kind, image, state, since, ' +
    'reason, ready, restarts, end and lastEnd (exitCode, meaning, reason, message, startedAt and at), cpu and memory ' +
    '(request, limit and used; used is cores or bytes, or null).',
  group: 'cluster',
  examples: ['pod taskmanager-1-1', 'pod taskmanager-1-1 -o yaml'],
  needs: 'read',
  arguments: [
    {
      name: 'POD',
      kind: 'pod',
      required: true,
      many: false,
      summary: 'Pod name, or a unique suffix or prefix',
    },
  ],
  options: [],
  keys: [],
  rules: [
    { verb: 'list', resource: resources.pods },
    { verb: 'list', resource: resources.events },
    { verb: 'list', resource: resources.podMetrics },
  ],
  available: checkApiServerReachable,
  plan: async (_services, { arguments: [selector = ''] }) => readOnlyPlan('Show a pod', { pod: selector }),
  run: runWithoutProgress(async (services, { pod: selector }, signal) => {
    // Loaded on demand: other commands do not need it.
    const { showPod } = await import('./show-pod.ts');
    return showPod(services, selector, signal);
  }),
  render: { text: ({ text }) => text, json: ({ data }) => data, names: ({ name }) => [name] },
  onScreen: { override: (screen, input) => screen.showPod(input) },
});
