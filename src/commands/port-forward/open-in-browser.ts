import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CommandError, exitCodes } from '../record/command-error.ts';

const launchers: { readonly [platform: string]: readonly [string, ...string[]] } = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
const defaultLauncher = ['xdg-open'] as const;
/** A launcher that runs longer is the browser itself and counts as success. */
const startedWithinMs = 3000;

/** Opens a page in the browser: the program in BROWSER, else the system's default. */
export async function openInBrowser(
  url: string,
  { env, platform }: { readonly env: NodeJS.ProcessEnv; readonly platform: string } = process,
): Promise<void> {
  const [file, ...options] = env.BROWSER ? ([env.BROWSER] as const) : (launchers[platform] ?? defaultLauncher);
  try {
    const launcher = spawn(file, [...options, url], { stdio: 'ignore', detached: true, env });
    launcher.unref();
    const exitCode = await Promise.race([
      once(launcher, 'exit').then(([code]: unknown[]) => code),
      new Promise((resolve) => setTimeout(resolve, startedWithinMs, 0).unref()),
    ]);
    if (exitCode !== 0) throw new Error(`exit code ${exitCode}`);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'program not found' : (error as Error).message;
    throw new CommandError(
      exitCodes.failed,
      `cannot open a browser with ${file}: ${reason}`,
      [`Open ${url} in a browser`],
      {
        cause: error,
      },
    );
  }
}
