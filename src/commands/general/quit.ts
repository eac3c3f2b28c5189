import { command, type Plan } from '../record/command.ts';
import { readAtOnce, readPlan } from '../record/read-plan.ts';

export const quit = command<Plan, undefined>({
  name: 'quit',
  summary: 'leave; the session cluster goes on',
  description: 'Ends the attachment and nothing else: the session cluster and its jobs go on.',
  group: 'client',
  examples: ['quit'],
  needs: 'nothing',
  arguments: [],
  options: [],
  keys: [{ key: 'q', pane: 'any', hint: 'quit', isLasting: true, subject: 'session' }],
  rules: [],
  available: () => true,
  plan: async () => readPlan('quit', {}),
  run: readAtOnce(async () => undefined),
  render: { text: () => '', json: () => ({}), names: () => [] },
  leaves: () => true,
  onScreen: { instead: (screen) => screen.leave() },
  isSubcommand: false,
});
