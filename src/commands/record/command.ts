import type { Resource } from '../../kubernetes/resource.ts';
import type { StreamedEvent } from '../../logs/stream/streamed-event.ts';
import type { Connection } from '../../session/session.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import type { LocalState } from './local-state.ts';

/**
 * Where a command is used. On the screen and in a pipe other commands follow over the same connection, and what was
 * started continues until it is closed. A subcommand is the only one of its process.
 */
export type Frontend = 'screen' | 'pipe' | 'subcommand';

/** What a command gets to work with, in every frontend. */
export type Services = {
  readonly frontend: Frontend;
  readonly connection: Connection;
  /** What the screen knows already; elsewhere undefined. */
  readonly snapshot: SessionSnapshot | undefined;
  readonly now: () => number;
  /** Where nothing is to be kept, undefined. */
  readonly local?: LocalState | undefined;
};

/** What only the cluster knows the names of. */
export type ClusterNameKind = 'job' | 'pod' | 'logger';
/** What an argument names; completion and checks follow from it. */
export type ArgumentKind = ClusterNameKind | 'port' | 'level' | 'command';
export type Argument = {
  /** As in usage lines: `JOB`. */
  readonly name: string;
  readonly kind: ArgumentKind;
  readonly required: boolean;
  readonly many: boolean;
  readonly summary: string;
};

export type Option = {
  /** `savepoint-dir`: typed `--savepoint-dir`. */
  readonly name: string;
  readonly short?: string;
  /** With one it takes a value (`DIR`); without, it is a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /**
   * `duration` is `10s`, `5m`, `1h30m`; its value arrives in milliseconds. `count` is a whole number, 0 or more,
   * or -1 for all there are. `time` is RFC 3339, and arrives in epoch milliseconds. A name that the cluster knows is completed as one.
   */
  readonly kind?: 'text' | 'duration' | 'count' | 'time' | ClusterNameKind;
  /** It may be given several times; its texts arrive as a list. */
  readonly many?: true;
  readonly summary: string;
};

/** One use of a command, parsed and checked against its record. Options are keyed by their name. */
export type Input = {
  readonly arguments: readonly string[];
  readonly options: { readonly [name: string]: string | number | true | readonly string[] | undefined };
  /** The line as it was typed; undefined where a key, argv or the program itself made the input. */
  readonly line?: string;
};

/** A key that runs the command on what is under the cursor. */
export type CommandKey = {
  readonly key: string;
  /** The pane in which the key means this, or all of them. */
  readonly pane: 'pods' | 'jobs' | 'logs' | 'any';
  /** One or two words for the footer. */
  readonly hint: string;
  /** At the right end of the footer, however narrow that is. */
  readonly isLasting?: true;
  /** What the key does, where the command's summary says more than that. */
  readonly help?: string;
  /** What is put in as the argument. */
  readonly subject: 'job' | 'pod' | 'session';
  readonly options?: Input['options'];
};

export type Rule = { readonly verb: string; readonly resource: Resource; readonly subresource?: string };

/** What an act will hit, read beforehand. `plan` changes nothing; the person sees this and `run` gets it. */
export type Plan = {
  /** One line in the imperative: `cancel 2 jobs`. */
  readonly title: string;
  /** What it hits, a line each. */
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
  readonly confirmation: Confirmation;
};

/**
 * What a person is asked before the plan runs. The screen asks everything but `none`. A terminal without a screen asks
 * what is destructive, or with the setting `confirm: always` everything but `none`. Without a terminal nothing is asked.
 */
export type Confirmation =
  | { readonly kind: 'none' }
  | { readonly kind: 'yes'; readonly isDestructive?: true }
  /** Destructive: this word must be typed. */
  | { readonly kind: 'type'; readonly word: string };

export type Progress =
  /** What is being done or waited for, one line. */
  | { readonly kind: 'step'; readonly text: string }
  /** What is to be known beside the result, one line that stays. */
  | { readonly kind: 'note'; readonly text: string }
  /** Bytes of a log, to be passed on as they are. */
  | { readonly kind: 'bytes'; readonly chunk: Uint8Array }
  /** Events of logs in the order in which they are to be printed, and what is to stand before their lines. */
  | {
      readonly kind: 'events';
      readonly events: readonly StreamedEvent[];
      readonly names: 'none' | 'pod' | 'container';
      readonly timestamps: boolean;
    };

type TextOptions = { readonly wide: boolean; readonly now: number };

/** A result as people and programs read it. Text is plain: no escape sequences, no trailing line end. */
export type Rendering<R> = {
  readonly text: (result: R, options: TextOptions) => string;
  /** undefined where nothing is left to be said. */
  readonly json: (result: R) => unknown;
  /** The same in parts, where a result may be too long to be held as one text: lines of `text`, items of `json`. */
  readonly long?: {
    readonly lines: (result: R, options: TextOptions) => Iterable<string>;
    readonly items: (result: R) => Iterable<unknown>;
  };
  /** `-o name`: one identifier a line. */
  readonly names: (result: R) => readonly string[];
};

/** The exit code, the sentence, and the error behind it where there is one. */
export type Failure = {
  readonly exitCode: number;
  readonly message: string;
  /** What to do next, a line each. */
  readonly hints?: readonly string[];
  readonly cause?: unknown;
};

/** What a command may do on the screen beyond its result. */
export type ScreenActions = {
  /** Closes the screen, and names in the terminal what is still running. */
  readonly leave: () => void;
  /** Shows the logs pane with the pods and filters of the input. Throws a CommandError or LogFilterError. */
  readonly showLogs: (input: Input) => void;
  /** Opens the list of forwards, under what is typed or read at the moment. */
  readonly showForwards: () => void;
  /** One line, shown as a success. */
  readonly showMessage: (text: string) => void;
};

/** What a command does on the screen instead of the usual: plan, ask, run, and show the text of the result. */
export type OnScreen<R> =
  /** Instead of all of it. A command that needs nothing does this without a session too. */
  | { readonly instead: (screen: ScreenActions, input: Input) => void; readonly show?: never }
  /** Instead of showing the text, after a success that a person asked for. */
  | { readonly show: (screen: ScreenActions, result: R, text: string) => void; readonly instead?: never };

export type Command<P extends Plan = Plan, R = unknown> = {
  readonly name: string;
  readonly summary: string;
  /** A paragraph or two for `help COMMAND`, the documentation and `--help`. */
  readonly description: string;
  readonly group: 'cluster' | 'jobs' | 'logs' | 'client';
  readonly examples: readonly string[];
  readonly needs: 'nothing' | 'read' | 'write';
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];
  readonly keys: readonly CommandKey[];
  /** What the API server must allow, beyond what attaching needs. */
  readonly rules: readonly Rule[];
  /** true, or the sentence that says why not, shown where the act is greyed out. Sees what is under the cursor as the input. */
  readonly available: (snapshot: SessionSnapshot, input: Input) => true | string;
  /** Rejects with a CommandError, KubernetesError or FlinkError. */
  readonly plan: (services: Services, input: Input, signal: AbortSignal) => Promise<P>;
  /** Fails if the world has moved under the plan. */
  readonly run: (services: Services, plan: P, signal: AbortSignal) => AsyncGenerator<Progress, R, void>;
  readonly render: Rendering<R>;
  /** A result that means failure although the run came to its end. */
  readonly failure?: (result: R) => Failure | undefined;
  readonly onScreen?: OnScreen<R>;
  /** false where a shell has no use for it. */
  readonly isSubcommand?: false;
  /** `quit` ends the attachment. `stop` of the session does so once it is gone. */
  readonly leaves?: (result: R) => boolean;
  /** Its result tells of levels that should have gone back by now: no subcommand warns of them before it. */
  readonly reportsOverdueLevels?: true;
  /**
   * As a subcommand it runs whether or not there is a session cluster, over a connection that nobody has checked; what
   * kept even that from being made is its result.
   */
  readonly withoutSession?: (error: unknown) => R;
};

/** Typed where it is written, erased in the table. */
export function command<P extends Plan, R>(record: Command<P, R>): Command {
  return record as unknown as Command;
}
