import type { Cancel, Clock } from './clock.ts';
import { runLogging } from './logging/run-logging.ts';
import { jvmStart, scriptStart } from './logs/start-up.ts';
import type { RunningPod } from './node.ts';
import { backendOf, type ClusterSettings } from './settings.ts';

/** From the image's script to Flink's first line. What comes back ends its logging. */
export function startJvm(
  { name, console, readFile }: RunningPod,
  settings: ClusterSettings,
  role: 'jobmanager' | 'taskmanager',
  clock: Clock,
  /** It is taken to have started long ago. */
  { isQuiet = false }: { readonly isQuiet?: boolean } = {},
): Cancel {
  if (!isQuiet) scriptStart(console, settings, role, name);
  if (settings.logging === 'redirected') console.redirect();
  const stop = runLogging({ clock, console, backend: backendOf(settings), readFile });
  if (!isQuiet) jvmStart(console, settings, role, name);
  return stop;
}
