import type { Console } from '../logs/container-log.ts';
import type { JvmProcess } from '../memory/jvm-process.ts';

export type Slot = { readonly allocationId: string; jobId: string | undefined };

/** A registered TaskManager. */
export type TaskManager = {
  /** The pod name, which is also the id in the REST API. */
  readonly id: string;
  readonly ip: string;
  readonly dataPort: number;
  readonly console: Console;
  readonly jvm: JvmProcess;
  readonly slots: readonly Slot[];
  idleSince: number | undefined;
};

export const isFree = ({ jobId }: Slot): boolean => jobId === undefined;
