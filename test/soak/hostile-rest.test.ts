import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { type HostileResponse, hostileResponses, startHostileRest } from '../support/hostile-rest.ts';
import { startProgram } from '../support/program.ts';
import { runProgram } from '../support/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// `npm run soak` prints the measurements.

const maxMegabytes = 300;
const env = { XDG_CONFIG_HOME: '/nowhere', KUBECONFIG: '' };

let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo({ speed: 1 });
  kubeconfig = demoKubeconfig(demo);
});
after(() => demo.close());

type Outcome = {
  /** The expected standard error of `list`, or undefined if `list` succeeds. */
  readonly list: RegExp | undefined;
  /** The expected text on the screen, or undefined if the screen is not tested. */
  readonly screen: RegExp | undefined;
  readonly jobs?: number;
};

const outcomes: { readonly [Name in HostileResponse]: Outcome } = {
  '1 GB of spaces': { list: /unexpected response.*: longer than 1 MiB/, screen: /longer than 1 MiB/ },
  '1 GB with a content-length': { list: /64 ?MiB.*rest-response-limit/s, screen: /64 ?MiB|response of .* exceeds/ },
  '1 GB of brackets': { list: /unexpected response/, screen: /unexpected response/ },
  '1,000,000 jobs at every path': { list: /64 MiB.*rest-response-limit/s, screen: /unexpected response/ },
  '1,000,000 jobs': { list: /64 ?MiB.*rest-response-limit/s, screen: /64 ?MiB/ },
  '63 MiB of jobs': { list: undefined, screen: /165000/, jobs: 165_000 },
  // The screen is not tested, because it needs 320 MB for so many jobs. 63 MiB of real jobs are only 165,000 jobs.
  '63 MiB of the smallest jobs': { list: undefined, screen: undefined, jobs: 480_000 },
  '150,000 jobs': { list: undefined, screen: /150000/, jobs: 150_000 },
  'nested 200,000 deep': { list: /unexpected response/, screen: /unexpected response/ },
  'one byte per second': { list: /within 10 s/, screen: /in time/ },
  'a redirect loop': { list: /redirect from .* to \/jobs\/overview/, screen: /redirect from/ },
  'a redirect to another host': { list: /redirect from .* to http:\/\/192\.0\.2\.1:9/, screen: /redirect from/ },
  'a connection reset': { list: /connection lost/, screen: /connection lost/ },
  'a connection reset within the body': { list: /connection lost/, screen: /connection lost/ },
};

for (const name of Object.keys(hostileResponses) as HostileResponse[]) {
  const { list, screen, jobs } = outcomes[name];

  for (const format of jobs === undefined ? ['text'] : ['text', 'json', 'name']) {
    test(`list -o ${format} with ${name}`, { timeout: 120_000 }, async (t) => {
      const url = await startHostileRest(t, hostileResponses[name]);
      const peak = join(await temporaryFolder(t), 'peak');
      const hook = `process.on("exit",()=>process.getBuiltinModule("fs").writeFileSync("${peak}",String(process.resourceUsage().maxRSS/1024)))`;
      const { exitCode, stdout, stderr, milliseconds } = await runProgram(
        ['list', demo.clusterId, '--rest-url', url, '--kubeconfig', kubeconfig, '-o', format],
        { env: { ...env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` } },
      );
      const megabytes = Math.round(Number(readFileSync(peak, 'utf8')));
      t.diagnostic(
        `list -o ${format}, ${name}: ${megabytes} MB, ${Math.round(milliseconds)} ms, exit code ${exitCode}`,
      );
      t.diagnostic(stderr.slice(0, 500));
      assert.ok(megabytes < maxMegabytes, `${megabytes} MB`);
      if (list === undefined) {
        assert.equal(exitCode, 0, stderr);
        const count = format === 'json' ? JSON.parse(stdout).length : stdout.trim().split('\n').length;
        assert.equal(count, format === 'text' ? (jobs ?? 0) + 1 : jobs);
      } else {
        assert.ok([1, 5].includes(exitCode), `exit code ${exitCode}: ${stderr}`);
        assert.match(stderr, list);
        assert.doesNotMatch(stderr, /\n\s+at |call stack|heap/);
      }
    });
  }

  if (screen === undefined) continue;

  test(`screen with ${name}`, { timeout: 120_000 }, async (t) => {
    const url = await startHostileRest(t, hostileResponses[name]);
    const program = startProgram(['attach', demo.clusterId, '--rest-url', url, '--kubeconfig', kubeconfig], {
      env,
      columns: 200,
    });
    let exit: unknown;
    void program.exited.then((result) => {
      exit = result;
    });
    t.after(() => exit === undefined && program.kill('SIGKILL'));
    await program.sees(screen, 60_000);
    await program.sees((shown) => /taskmanager|jobmanager/.test(shown), 60_000);
    // Several polling intervals of 3 to 5 s.
    const until = Date.now() + 15_000;
    while (Date.now() < until && exit === undefined) await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(exit, undefined, program.screen());
    const status = readFileSync(`/proc/${program.pid}/status`, 'utf8');
    const megabytes = Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
    t.diagnostic(`screen, ${name}: ${megabytes} MB`);
    t.diagnostic(program.rows().slice(0, 3).join(' / '));
    program.press('q');
    await program.exited;
    assert.ok(megabytes < maxMegabytes, `${megabytes} MB`);
  });
}
