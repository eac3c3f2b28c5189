import { styleText } from 'node:util';
import { printable } from '../../text/printable.ts';

/** One part of the report of a closed screen, and further lines such as a path. */
type ReportLine = { readonly kind: keyof typeof marks; readonly text: string; readonly details: readonly string[] };

const marks = {
  done: ['✓', 'green'],
  partial: ['!', 'yellow'],
  failed: ['✕', 'red'],
  interrupted: ['!', 'yellow'],
  closed: ['·', 'dim'],
  remains: ['!', 'yellow'],
  running: ['…', 'blue'],
} as const;

/** Formats the report. A further line starts below its text, so that a path is alone on its line. */
export function formatReport(report: readonly ReportLine[], isColored: boolean): readonly string[] {
  return report.flatMap(({ kind, text, details }) => {
    const [mark, style] = marks[kind];
    const shown = isColored ? styleText(style, mark, { validateStream: false }) : mark;
    return [`${shown} ${printable(text)}`, ...details.map((detail) => `  ${printable(detail)}`)];
  });
}
