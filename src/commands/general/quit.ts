import { command, type Plan } from '../record/command.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';

export const quit = command<Plan, undefined>({
  name: 'quit',
  aliases: ['exit', 'q!'],
  summary: 'Quit (the cluster keeps running)',
  description: 'Detach from the session cluster and exit. The cluster and its jobs keep running.',
  group: 'client',
  examples: ['quit'],
  needs: 'nothing',
  arguments: [],
  options: [],
  keys: [{ key: 'q', pane: 'any', hint: 'quit', isAlwaysShown: true, subject: 'session' }],
  rules: [],
  available: () => true,
  plan: async () => readOnlyPlan('Quit', {}),
  run: runWithoutProgress(async () => undefined),
  render: { text: () => '', json: () => ({}), names: () => [] },
  endsAttachment: () => true,
  onScreen: { override: (screen) => screen.quit() },
  isSubcommand: false,
});
