import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CommandError, exitCodes } from '../record/command-error.ts';

const launchers: { readonly [platform: string]: readonly [string, ...string[]] } = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
const elsewhere = ['xdg-open'] as const;
/** A launcher that goes on is a browser that is open. */
const startedWithinMs = 3000;

/** Shows a page in the person's browser: what BROWSER names, else what the system opens pages with. */
export async function openInBrowser(
  url: string,
  { env, platform }: { readonly env: NodeJS.ProcessEnv; readonly platform: string } = process,
): Promise<void> {
  const [file, ...words] = env.BROWSER ? ([env.BROWSER] as const) : (launchers[platform] ?? elsewhere);
  try {
    const launcher = spawn(file, [...words, url], { stdio: 'ignore', detached: true, env });
    launcher.unref();
    const ended = await Promise.race([
      once(launcher, 'exit').then(([code]: unknown[]) => code),
      new Promise((resolve) => setTimeout(resolve, startedWithinMs, 0).unref()),
    ]);
    if (ended !== 0) throw new Error(`it ended with exit code ${ended}`);
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such program' : (error as Error).message;
    throw new CommandError(exitCodes.failed, `no browser was opened by ${file}: ${reason}`, [`The page is ${url}`], {
      cause: error,
    });
  }
}
