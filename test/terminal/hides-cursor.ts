import type { Program } from '../support/program.ts';

export function hidesCursor({ terminal }: Program): boolean {
  const core = (terminal as unknown as { _core: { coreService: { isCursorHidden: boolean } } })._core;
  return core.coreService.isCursorHidden;
}
