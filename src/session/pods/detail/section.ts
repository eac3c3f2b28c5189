import type { PodRow, SessionSnapshot } from '../../snapshot.ts';

/** What the sections are derived from. */
export type PodSource = {
  readonly row: PodRow;
  readonly snapshot: Pick<
    SessionSnapshot,
    'podObjects' | 'events' | 'watches' | 'jobs' | 'pods' | 'readings' | 'loads' | 'memory' | 'leader'
  >;
  /** Formats a time of the server, epoch ms, with its age. */
  readonly time: (at: number) => string;
};

/** The meaning of a text, which a screen shows by a colour. */
export type Tone = 'strong' | 'ok' | 'busy' | 'warning' | 'error' | 'gone' | 'muted';

/** A label and a text. Further texts of the same label have an empty label. */
export type PodFact = { readonly label: string; readonly text: string; readonly tone?: Tone | undefined };

/** A part of what is known about a pod, for every frontend. */
export type PodSection = {
  /** undefined for the first section, which needs none. */
  readonly title: string | undefined;
  /** Texts beside the title. */
  readonly notes: readonly { readonly text: string; readonly tone?: Tone | undefined }[];
  readonly rows: readonly PodFact[];
};
