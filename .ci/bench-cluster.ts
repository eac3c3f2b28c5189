// The simulated cluster of `npm run bench`, in its own process so that it does not disturb the measurements. Gets its
// scenario as a JSON argument, prints its kubeconfig, and exits when standard input closes.
import { startDemo } from '../src/demo/start-demo.ts';

const demo = await startDemo({ scenario: JSON.parse(process.argv[2] ?? '{}') });
process.stdout.write(demo.kubeconfig());
process.stdin.resume();
process.stdin.once('end', () => process.exit());
