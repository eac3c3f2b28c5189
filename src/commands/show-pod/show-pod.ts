import {
  eventSection,
  headSection,
  jobSections,
  placementSections,
  podContainerSections,
  variableSections,
  volumeSections,
} from '../../session/pods/detail/pod-sections.ts';
import type { PodSection } from '../../session/pods/detail/section.ts';
import { largest } from '../../text/largest.ts';
import { printable } from '../../text/printable.ts';
import { utcClockAndAge } from '../../text/utc-time.ts';
import type { Services } from '../record/command.ts';
import { describeError } from '../record/describe-error.ts';
import { podData } from './pod-data.ts';
import { type ReadPod, readPod } from './read-pod.ts';

/** Reads and formats the details of one pod. */
export async function showPod(
  services: Services,
  selector: string,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly data: unknown; readonly name: string }> {
  const read = await readPod(services, selector, signal);
  return { text: [...podLines(read)].join('\n'), data: podData(read), name: read.row.name };
}

function* podLines({ row, snapshot, eventsError, now }: ReadPod): Generator<string> {
  const source = { row, snapshot, time: (at: number) => utcClockAndAge(at, now) };
  yield row.name;
  const events = eventSection(source);
  const sections = [
    headSection(source),
    ...podContainerSections(source),
    ...jobSections(source),
    ...placementSections(source),
    eventsError === undefined ? events : { ...events, rows: [{ label: '', text: describeError(eventsError).message }] },
    ...variableSections(source),
    ...volumeSections(source),
  ];
  for (const section of sections) yield* sectionLines(section);
}

function* sectionLines({ title, notes, rows }: PodSection): Generator<string> {
  if (title !== undefined) {
    yield '';
    yield printable([title, ...notes.map(({ text }) => text)].join('  '));
  }
  const width = largest(rows.map(({ label }) => label.length));
  for (const { label, text } of rows) {
    const [first = '', ...others] = text.split('\n').map(printable);
    yield `  ${printable(label).padEnd(width)}${width === 0 ? '' : '  '}${first}`;
    for (const line of others) yield `  ${' '.repeat(width + 2)}${line}`;
  }
}
