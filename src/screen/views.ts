// Every view there is, a line each.
export { clusters } from './clusters/view.tsx';
export { commandLine } from './command-line/view.ts';
export { dialog } from './dialog/view.tsx';
export { filter } from './filter/view.ts';
export { forwards } from './forwards/view.ts';
export { help } from './help/view.ts';
export { job } from './job/view.ts';
export { jobs } from './jobs/view.ts';
export { levels } from './levels/view.ts';
export { logColumnsView } from './logs/columns/view.tsx';
export { exceptions } from './logs/exceptions/view.ts';
export { logPrompt } from './logs/prompt/view.ts';
export { logs } from './logs/view.ts';
export { pods } from './pods/view.ts';
export { text } from './text/view.ts';
