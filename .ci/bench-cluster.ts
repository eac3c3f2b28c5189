// The simulated cluster of `npm run bench`, in a process of its own: it is not to share a core with the clock that is
// read. Its scenario comes as JSON, its kubeconfig goes to standard output; it ends with whoever started it.
import { startDemo } from '../src/demo/start-demo.ts';

const demo = await startDemo({ scenario: JSON.parse(process.argv[2] ?? '{}') });
process.stdout.write(demo.kubeconfig());
process.stdin.resume();
process.stdin.once('end', () => process.exit());
