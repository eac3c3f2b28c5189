/** A job, as findings name it. */
export type FindingJob = { readonly id: string; readonly name: string };

/**
 * `critical`: records are not processed, or state is not saved. `warning`: soon, or partly. `risk`: nothing is wrong, but
 * the configuration will hurt when something goes wrong. Risks are no findings for exit codes and health.
 */
export type Severity = 'critical' | 'warning' | 'risk';

/** What to do next. */
export type Step = {
  /** One sentence in the imperative, without a full stop: `Read the log of the pod`. */
  readonly text: string;
  /** A flink-tui command line without the cluster: `logs my-cluster-taskmanager-1-1`. */
  readonly command?: string;
};

export type RootCause = {
  /** Class name without the package. */
  readonly exception: string;
  readonly message: string;
  /** `work (1/2)` */
  readonly task: string | undefined;
  readonly pod: string | undefined;
  /** Epoch ms by the API server's clock. */
  readonly at: number;
};

export type Finding = {
  readonly kind: 'finding';
  /** Id of the rule: `back-pressure`. */
  readonly rule: string;
  readonly severity: Severity;
  /** undefined for a finding about the cluster. */
  readonly job: FindingJob | undefined;
  /** Health of the job in one or two words: `back-pressured`. */
  readonly health: string;
  /** Completes the health: `by Sink: warehouse (97% busy)`. May be empty. */
  readonly reason: string;
  /** One sentence without a full stop. */
  readonly text: string;
  /** Epoch ms; undefined if unknown. */
  readonly since: number | undefined;
  /** The facts behind the sentence, one line each. */
  readonly evidence: readonly string[];
  /** The best step first. */
  readonly next: readonly Step[];
  readonly cause?: RootCause | undefined;
  /** Ids of the jobs that a finding about the cluster has hit; undefined if it concerns every job. */
  readonly affects?: readonly string[] | undefined;
  /** Name of the vertex, number of its subtask from 1, and pod: what to look at. */
  readonly vertex?: string | undefined;
  readonly subtask?: number | undefined;
  readonly pod?: string | undefined;
};

/** Something that a rule could not judge. */
export type NotAssessed = {
  readonly kind: 'not assessed';
  readonly rule: string;
  readonly job: FindingJob | undefined;
  /** What is unknown: `back-pressure`. */
  readonly what: string;
  /** One sentence without a full stop. */
  readonly reason: string;
  /** Whether the cluster never serves the data to this user. Such a gap does not change the exit code. */
  readonly isPermanent?: boolean;
};

export type Assessment = Finding | NotAssessed;
