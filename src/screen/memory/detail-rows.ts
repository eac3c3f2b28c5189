import { jobManagerModel, type MemoryModel } from '../../session/memory/memory-model.ts';
import type { MemoryRow } from '../../session/memory/memory-rows.ts';
import { jvmColumns, type PodMemory, partsOf } from '../../session/memory/pod-memory.ts';
import { pointsOf } from '../../session/memory/series.ts';
import { inMebibytes } from '../../session/memory/size-texts.ts';
import { verdictOf } from '../../session/memory/verdict.ts';
import { jobManagerOptions } from '../../session/readings/flink-readings.ts';
import { readingOf } from '../../session/readings/reading.ts';
import { formatMeasured } from '../../text/duration.ts';
import { formatCount } from '../../text/format-count.ts';
import { formatAge } from '../draw/age.ts';
import { cell, cut, widthOf, wrap } from '../draw/fit.ts';
import { sideBySide } from '../draw/side-by-side.ts';
import { severityMarks } from '../state/finding-texts.ts';
import { barRows, lookOf } from '../state/memory/stacked-bar.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme } from '../theme/theme.ts';
import { chartRow } from './chart-row.ts';
import { usageNotes } from './list-rows.ts';

const maxVerdictRows = 4;
/** From this width, Flink's model is beside the parts. */
const sideBySideFrom = 108;
/** Columns of Flink's model. */
const modelWidth = 50;
const maxPartsWidth = 78;
const unknown = '–';

/** Returns all rows of the details of a pod. */
export function detailRows(state: ScreenState, row: MemoryRow, width: number): readonly string[] {
  const { theme, now, snapshot, isScreenReader } = state;
  const { memory } = row;
  const notes =
    snapshot === undefined ? [] : usageNotes(snapshot.memory.usage, width).map((text) => theme.warning(text));
  const head = [...notes, ...verdictRows(row, width, state), ...jobRows(row, width, theme)];
  if (memory === undefined) return head;
  const model = memory.model ?? (row.role === 'jobmanager' ? managerModel(state) : undefined);
  const isSideBySide = width >= sideBySideFrom && !isScreenReader;
  const partsWidth = isSideBySide ? Math.min(maxPartsWidth, width - modelWidth) : width;
  const parts = [theme.muted(' In the container'), ...partRows(memory, partsWidth, state)];
  const planned = model === undefined ? [] : [theme.muted(" Flink's memory model"), ...modelRows(memory, model, state)];
  const tables = isSideBySide ? sideBySide(parts, planned, partsWidth) : [...parts, '', ...planned];
  const bar = isScreenReader ? [] : [...barRows(memory, width - 2, theme).slice(0, 1), ''];
  return [
    ...head,
    '',
    ...bar.map((text) => ` ${text}`),
    ...tables,
    '',
    theme.muted(` Last ten minutes${row.end === undefined ? '' : ' before the end'}`),
    ...chartRows(memory, width, state, row.end?.at ?? now),
    ...jvmRows(memory, theme, now),
  ];
}

function verdictRows(row: MemoryRow, width: number, state: ScreenState): readonly string[] {
  return verdictOf(row, state.now).flatMap((text, index) => {
    const risk = row.risks[index];
    const mark = risk === undefined ? ' ' : markOf(risk.severity, state);
    const token = risk === undefined ? verdictToken(index) : severityMarks[risk.severity].token;
    return wrap(text, width - 3 - widthOf(mark), maxVerdictRows, 'words').map((line, at) =>
      state.theme[token](` ${at === 0 ? mark : ' '.repeat(widthOf(mark))} ${line}`),
    );
  });
}

const verdictToken = (index: number) => (index === 0 ? 'strong' : 'muted');

const markOf = (severity: keyof typeof severityMarks, { isScreenReader }: ScreenState): string =>
  severityMarks[severity][isScreenReader ? 'word' : 'mark'];

function jobRows({ jobs, end }: MemoryRow, width: number, theme: Theme): readonly string[] {
  if (end !== undefined || jobs.length === 0) return [];
  return [theme.muted('   runs ') + cut(jobs.join(', '), width - 9)];
}

function managerModel({ snapshot }: ScreenState): MemoryModel | undefined {
  const options = snapshot && readingOf(snapshot, jobManagerOptions).value;
  return options && jobManagerModel(options);
}

const nameWidth = 20;
const sizeWidth = 10;
/** Columns before a note, and the blank after it. */
const noteStart = nameWidth + sizeWidth + 6;

function sizeRow(mark: string, name: string, size: string, note: string, theme: Theme): string {
  return ` ${mark} ${cell(name, nameWidth)}${cell(size, sizeWidth, 'right')}${note === '' ? '' : theme.muted(`  ${note}`)}`;
}

/** The parts of the bar, with what is known inside of them. */
function partRows(memory: PodMemory, width: number, { theme, isScreenReader }: ScreenState): readonly string[] {
  const { jvm, limit, usage } = memory;
  const notes: { readonly [name: string]: string } = {
    heap: known(jvm?.heapUsed, (used) => `${inMebibytes(used)} used, at most ${size(jvm?.heapMax)}`),
    metaspace: known(jvm?.metaspaceUsed, (used) => `${inMebibytes(used)} used, at most ${size(jvm?.metaspaceMax)}`),
    direct: known(jvm?.networkTotal, (network) => `${inMebibytes(network)} of it network buffers`),
    managed: known(jvm?.managedTotal, (total) => `of ${inMebibytes(total)}`),
    'other JVM': 'code cache and compressed classes',
    unexplained: "outside of the JVM's own numbers",
  };
  const rows = partsOf(memory).parts.map(({ name, bytes }) => {
    const { character, token } = lookOf(name);
    const mark = isScreenReader ? ' ' : theme[token](character);
    return sizeRow(mark, name, inMebibytes(bytes), cut(notes[name] ?? '', width - noteStart), theme);
  });
  return [...rows, sizeRow(' ', 'container', size(usage), `limit ${size(limit)}`, theme)];
}

/** Flink's plan, and what of it is used, as far as it is known. */
function modelRows(memory: PodMemory, model: MemoryModel, state: ScreenState): readonly string[] {
  const { theme } = state;
  const used = usedOfModel(memory, model);
  const rows = model.parts.map(({ name, bytes }) => {
    const taken = used[name];
    const note = taken === undefined ? '' : `${inMebibytes(taken)} used`;
    if (taken === undefined || taken <= bytes) return sizeRow(' ', name, inMebibytes(bytes), note, theme);
    return sizeRow(' ', name, inMebibytes(bytes), '', theme) + theme.warning(`  ${markOf('warning', state)} ${note}`);
  });
  return [...rows, sizeRow(' ', 'process', inMebibytes(model.process), '', theme)];
}

function usedOfModel(
  { jvm, ...memory }: PodMemory,
  model: MemoryModel,
): { readonly [part: string]: number | undefined } {
  const { parts, unexplained } = partsOf({ jvm, ...memory });
  const other = parts.find(({ name }) => name === 'other JVM')?.bytes;
  const outside = jvm?.directUsed === undefined ? undefined : Math.max(0, jvm.directUsed - (jvm.networkTotal ?? 0));
  // The JVM does not tell the off-heap memory of tasks from that of the framework.
  const taskOffHeap = model.parts.find(({ name }) => name === 'task off-heap')?.bytes;
  return {
    heap: jvm?.heapUsed,
    network: jvm?.networkUsed,
    managed: jvm?.managedUsed,
    metaspace: jvm?.metaspaceUsed,
    'off-heap': outside,
    'framework off-heap': taskOffHeap === 0 ? outside : undefined,
    'JVM overhead': other === undefined || unexplained === undefined ? undefined : other + unexplained,
  };
}

function chartRows(memory: PodMemory, width: number, state: ScreenState, until: number): readonly string[] {
  const { usages, jvms } = memory;
  const charts = [
    { label: 'container', points: pointsOf(usages, 0), unit: 'MiB' },
    { label: 'heap used', points: pointsOf(jvms, jvmColumns.heap), unit: 'MiB' },
    { label: 'metaspace', points: pointsOf(jvms, jvmColumns.metaspace), unit: 'MiB' },
    { label: 'direct', points: pointsOf(jvms, jvmColumns.direct), unit: 'MiB' },
    { label: 'GC time', points: pointsOf(jvms, jvmColumns.gcMsPerSecond), unit: 'ms/s' },
  ] as const;
  return charts.map((chart) => chartRow({ ...chart, until }, width, state));
}

function jvmRows({ jvm, jvmAt, usageAt }: PodMemory, theme: Theme, now: number): readonly string[] {
  const age = (at: number | undefined) => (at === undefined ? unknown : `${formatAge(now - at)} ago`);
  const gcTime = known(jvm?.gcTimeMs, (ms) => ` in ${formatMeasured(ms)}`);
  const facts = [
    known(jvm?.gcCount, (count) => `${formatCount(count)} collections${gcTime}`),
    known(jvm?.classesLoaded, (classes) => `${formatCount(classes)} classes loaded`),
    `JVM read ${age(jvmAt)}`,
    `container read ${age(usageAt)}`,
  ].filter((fact) => fact !== '');
  return ['', theme.muted(` ${facts.join(' · ')}`)];
}

const size = (bytes: number | undefined): string => (bytes === undefined ? unknown : inMebibytes(bytes));
const known = (value: number | undefined, text: (value: number) => string): string =>
  value === undefined ? '' : text(value);
