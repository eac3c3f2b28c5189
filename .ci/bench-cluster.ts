// Runs the simulated cluster of `npm run bench` in its own process, to keep the measurements undisturbed. The process
// gets the scenario as a JSON argument, prints the kubeconfig, and exits when standard input closes.
import { startDemo } from '../src/demo/start-demo.ts';

const demo = await startDemo({ scenario: JSON.parse(process.argv[2] ?? '{}') });
process.stdout.write(demo.kubeconfig());
process.stdin.resume();
process.stdin.once('end', () => process.exit());
