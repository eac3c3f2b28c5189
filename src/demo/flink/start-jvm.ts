import type { Cancel, Clock } from './clock.ts';
import { runLogging } from './logging/run-logging.ts';
import { logJvmStart, logScriptStart } from './logs/start-up.ts';
import type { RunningPod } from './node.ts';
import { type ClusterSettings, loggingBackend } from './settings.ts';

/** Starts a container's JVM and its logging. Returns a function that stops the logging. */
export function startJvm(
  { name, console, readFile }: RunningPod,
  settings: ClusterSettings,
  role: 'jobmanager' | 'taskmanager',
  clock: Clock,
  /** `isQuiet` skips the start-up lines. */
  { isQuiet = false }: { readonly isQuiet?: boolean } = {},
): Cancel {
  if (!isQuiet) logScriptStart(console, settings, role, name);
  if (settings.logging === 'redirected') console.redirect();
  const stop = runLogging({ clock, console, backend: loggingBackend(settings), readFile });
  if (!isQuiet) logJvmStart(console, settings, role, name);
  return stop;
}
