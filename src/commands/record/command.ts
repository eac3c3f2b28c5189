import type { Resource } from '../../kubernetes/resource.ts';
import type { StreamedEvent } from '../../logs/stream/streamed-event.ts';
import type { Connection } from '../../session/session.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import type { LocalState } from './local-state.ts';
import type { PlanSection, PlanSwitch } from './plan/plan-section.ts';
import type { ProgramStreams } from './program-streams.ts';

/**
 * The frontend that runs a command; `pipe` reads commands from standard input. `screen` and `pipe` run several commands
 * over one connection, and keep forwards open until the connection closes.
 */
export type Frontend = 'screen' | 'pipe' | 'subcommand';

/** Passed to a command by every frontend. */
export type Services = {
  readonly frontend: Frontend;
  readonly connection: Connection;
  /** The screen's current snapshot; undefined in other frontends. */
  readonly snapshot: SessionSnapshot | undefined;
  readonly now: () => number;
  /** undefined if nothing may be stored on this computer. */
  readonly local?: LocalState | undefined;
  /** undefined if this frontend cannot give its terminal or its standard streams away. */
  readonly programStreams?: ProgramStreams | undefined;
};

/** Kinds of names that completion reads from the cluster. */
export type ClusterNameKind = 'job' | 'pod' | 'logger';
/** The kind of an argument. Completion and validation depend on the kind. */
export type ArgumentKind =
  | ClusterNameKind
  | 'vertex'
  | 'subtask'
  | 'checkpoint'
  | 'metric'
  | 'port'
  | 'level'
  | 'command'
  | 'cluster'
  | 'context'
  | 'namespace';
export type Argument = {
  /** The placeholder in usage lines: `JOB`. */
  readonly name: string;
  readonly kind: ArgumentKind;
  readonly required: boolean;
  readonly many: boolean;
  /** An optional argument that is required unless one of these options is given: JOB of `cancel`, unless `--all`. */
  readonly requiredUnless?: readonly string[];
  readonly summary: string;
};

export type Option = {
  /** Without the leading dashes: `savepoint-dir`. */
  readonly name: string;
  readonly short?: string;
  /** Placeholder of the value: `DIR`. An option without one is a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /**
   * `duration`: `10s`, `5m`, `1h30m`, parsed to milliseconds. `count`: a whole number, 0 or more, or -1 for no limit.
   * `time`: RFC 3339, parsed to epoch milliseconds. `moment`: a duration (ago), a time of day or a date with a time, not
   * parsed because it depends on the server's clock. The kinds of cluster names only affect completion.
   */
  readonly kind?: 'text' | 'duration' | 'count' | 'time' | 'moment' | ClusterNameKind;
  /** Can be repeated; the values are a list. */
  readonly many?: true;
  readonly summary: string;
};

/** Parsed and validated arguments and options of one command run. Options are keyed by name. */
export type Input = {
  readonly arguments: readonly string[];
  readonly options: { readonly [name: string]: string | number | true | readonly string[] | undefined };
  /** The words after `--`, if the command has a `trailing` argument. */
  readonly trailing?: readonly string[];
  /** The typed line; undefined if the input comes from a key, argv or the program. */
  readonly line?: string;
};

/** A key that runs the command on the selected row. */
export type CommandKey = {
  readonly key: string;
  /** The pane in which the key is active. */
  readonly pane: 'pods' | 'jobs' | 'logs' | 'any';
  /** One or two words for the footer. */
  readonly hint: string;
  /** Always shown, at the right end of the footer. */
  readonly isAlwaysShown?: true;
  /** Help text of the key, if the command's summary does not fit. */
  readonly help?: string;
  /** The argument that the key passes. */
  readonly subject: 'job' | 'pod' | 'session';
  /** Whether the key always passes the row under the cursor, because the command takes only one. */
  readonly ignoresMarks?: true;
  readonly options?: Input['options'];
};

export type Rule = { readonly verb: string; readonly resource: Resource; readonly subresource?: string };

/** The effects of a command, read in advance. The user sees the plan, and `run` receives it. */
export type Plan = {
  /** One line in the imperative: `Cancel 2 jobs` */
  readonly title: string;
  /** A shorter title, for the progress and the result: `Savepoint of orders` */
  readonly shortTitle?: string;
  /** Whether the run only reads. Set by `readOnlyPlan`. */
  readonly isReadOnly?: true;
  /** Affected objects, one line each. */
  readonly lines: readonly string[];
  /** The content of `lines` for the screen; if not given, the screen shows `lines`. */
  readonly sections?: readonly PlanSection[];
  /** A warning that starts with a space continues the previous one. */
  readonly warnings: readonly string[];
  /** Options that the plan mentions. */
  readonly switches?: readonly PlanSwitch[];
  readonly confirmation: Confirmation;
};

/**
 * The screen asks for every kind except `none`. Without a screen, only a terminal asks: for a word, for `yes` with
 * `asksAtTerminal`, and for everything if the setting `confirm` is `always`.
 */
export type Confirmation =
  | { readonly kind: 'none' }
  | (Answers & {
      readonly kind: 'yes';
      /** Whether something ends or is lost. */
      readonly isDestructive?: true;
      readonly asksAtTerminal?: true;
    })
  /** Destructive: the user must type this word. */
  | (Answers & { readonly kind: 'type'; readonly word: string });

/** The labels of the answers. They name the effect. */
export type Answers = {
  /** `Cancel job` */
  readonly confirm: string;
  /** `Keep running` */
  readonly decline: string;
  /** The state after declining, in lower case: `the cluster keeps running` */
  readonly declined: string;
};

export type Progress =
  /** The current step, one line. `phase` is a shorter text beside the title of the plan: `in progress` */
  | { readonly kind: 'step'; readonly text: string; readonly phase?: string | undefined }
  /** Additional information, one line that stays visible. */
  | { readonly kind: 'note'; readonly text: string }
  /** Raw output, printed unchanged. */
  | { readonly kind: 'bytes'; readonly chunk: Uint8Array }
  /** Log events in print order, and the prefix of their lines. */
  | {
      readonly kind: 'events';
      readonly events: readonly StreamedEvent[];
      readonly names: 'none' | 'pod' | 'container';
      readonly timestamps: boolean;
    };

/** A short form of the result. The screen shows it in toasts and in the activity list. */
export type Summary = {
  /** `Savepoint of orders: 48.9 MiB in 1 s` */
  readonly title: string;
  /** Further lines, the most important one first, such as the path of the savepoint. */
  readonly details?: readonly string[];
  /** The part of the result to copy, and its name: `path` */
  readonly copy?: { readonly what: string; readonly text: string };
  /** The effect remains after the screen is closed. The screen then prints the summary. */
  readonly isLasting?: true;
};

type TextOptions = { readonly wide: boolean; readonly now: number };

/** Renders a result. Text has no escape sequences and no trailing newline. */
export type Rendering<R> = {
  readonly text: (result: R, options: TextOptions) => string;
  /** undefined prints nothing. */
  readonly json: (result: R) => unknown;
  /** Streams the lines of `text` and the items of `json`, for results that are too long for one string. */
  readonly streamed?: {
    readonly lines: (result: R, options: TextOptions) => Iterable<string>;
    readonly items: (result: R) => Iterable<unknown>;
  };
  /** For `-o name`: one identifier per line. */
  readonly names: (result: R) => readonly string[];
  /** Only for commands that act. Returns undefined if a failed command has done nothing. */
  readonly summary?: (result: R, elapsedMs: number) => Summary | undefined;
};

export type Failure = {
  readonly exitCode: number;
  readonly message: string;
  /** The messages of several failures, which `message` joins. */
  readonly messages?: readonly string[];
  /** Next steps, one line each. */
  readonly hints?: readonly string[];
  readonly cause?: unknown;
};

/** The tabs of the page of a job. */
export type JobTabName =
  | 'overview'
  | 'subtasks'
  | 'threads'
  | 'event-time'
  | 'checkpoints'
  | 'exceptions'
  | 'metrics'
  | 'configuration';

/** The lists of the cluster picker. */
export type ChooserListName = 'clusters' | 'contexts' | 'namespaces';

/** Screen actions that a command can use. */
export type ScreenActions = {
  /** Closes the screen and prints the report. */
  readonly quit: () => void;
  /** Opens the logs pane with the pods and filters of the input. Throws a CommandError or LogFilterError. */
  readonly showLogs: (input: Input) => void;
  /**
   * Opens a tab of the job that the first argument names. The second one is what the tab shows, such as a vertex or the id
   * of a checkpoint, and the third one the number of a subtask. Throws a CommandError for an unknown job or vertex.
   */
  readonly showJob: (tab: JobTabName, input: Input) => void;
  /** Opens the diagnosis of the cluster, or of the job that the first argument names. */
  readonly showDiagnosis: (input: Input) => void;
  /** Opens the page of the loggers with the pods or the job of the input. Throws a CommandError for an unknown one. */
  readonly showTalkers: (input: Input) => void;
  /** Opens the memory of all pods, or of the pod that the first argument names. Throws a CommandError for an unknown pod. */
  readonly showMemory: (input: Input) => void;
  /** Opens the page of what the session cluster runs with. */
  readonly showSession: () => void;
  /** Opens the cluster picker. The name is a cluster to attach to, or the context or namespace to search. */
  readonly showClusters: (list: ChooserListName, name?: string) => void;
  /** Opens the page of the pod that the first argument names. Throws a CommandError for an unknown pod. */
  readonly showPod: (input: Input) => void;
  /** Goes to a pane. Closes the page over the panes. */
  readonly showPane: (pane: 'pods' | 'jobs') => void;
  /** Opens the list of forwards below any open dialog or input line. */
  readonly showForwards: () => void;
  /** Shows one line as a success message. */
  readonly showMessage: (text: string) => void;
};

/** Changes how the screen runs a command. By default, the screen plans, asks, runs and shows the result. */
export type OnScreen<R> =
  /** Replaces all steps, for all inputs or those that `when` accepts. */
  | {
      readonly override: (screen: ScreenActions, input: Input) => void;
      readonly when?: (input: Input) => boolean;
      /** Works without a session. Default: the `needs` of the command. */
      readonly needs?: 'nothing';
      readonly show?: never;
    }
  /** Shows the result instead of the text if a command that the user started succeeds. */
  | {
      readonly show: (screen: ScreenActions, result: R, text: string) => void;
      readonly override?: never;
      readonly when?: never;
      readonly needs?: never;
    };

export type Command<P extends Plan = Plan, R = unknown> = {
  readonly name: string;
  /** Other names of the command, in every frontend. */
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** Paragraphs for `help COMMAND`, `--help` and the documentation. */
  readonly description: string;
  readonly group: 'cluster' | 'jobs' | 'logs' | 'client';
  readonly examples: readonly string[];
  readonly needs: 'nothing' | 'read' | 'write';
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];
  /** The words after `--`: name and summary for the usage. Without it, they are arguments. */
  readonly trailing?: Pick<Argument, 'name' | 'summary'>;
  readonly keys: readonly CommandKey[];
  /** RBAC rules that the command needs in addition to those for attaching. */
  readonly rules: readonly Rule[];
  /** Returns true, or the reason why the command is disabled. The input holds the selected row. */
  readonly available: (snapshot: SessionSnapshot, input: Input) => true | string;
  /** Changes nothing. Rejects with a CommandError, KubernetesError or FlinkError. */
  readonly plan: (services: Services, input: Input, signal: AbortSignal) => Promise<P>;
  /** Rejects with a PlanOutdatedError or CommandError if the cluster changed after the plan was made. */
  readonly run: (services: Services, plan: P, signal: AbortSignal) => AsyncGenerator<Progress, R, void>;
  readonly render: Rendering<R>;
  /** Returns a failure if the run completed but the result is not a success. */
  readonly failure?: (result: R) => Failure | undefined;
  /** Exit code of a subcommand that succeeded. Default: 0. */
  readonly exitCode?: (result: R) => number;
  readonly onScreen?: OnScreen<R>;
  /** false if the command is not offered as a subcommand. */
  readonly isSubcommand?: false;
  /** Whether the result ends the attachment: always for `quit`, for `stop` once the cluster is gone. */
  readonly endsAttachment?: (result: R) => boolean;
  /** The result already lists overdue levels, so the subcommand does not warn about them first. */
  readonly reportsOverdueLevels?: true;
  /**
   * Lets the subcommand run over an unchecked connection, even without a session cluster. Returns the result for an
   * error that prevented the connection.
   */
  readonly withoutSession?: (error: unknown) => R;
};

/** Checks the types of a command definition and erases them for the command table. */
export function command<P extends Plan, R>(record: Command<P, R>): Command {
  return record as unknown as Command;
}
