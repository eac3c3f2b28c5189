import { largest } from '../../text/largest.ts';
import { widthOf } from './fit.ts';
import { centred, type Rectangle } from './rectangle.ts';

/** The frame, the cursor of the list and a blank column at each side. */
const aroundLabels = 6;

/** Returns the box of a menu in the middle of `body`, as wide as its labels and its title. */
export function choiceBox(body: Rectangle, title: string, labels: readonly string[]): Rectangle {
  const width = Math.max(largest(labels.map(widthOf)) + aroundLabels, widthOf(title) + aroundLabels);
  return centred(body, { width, height: labels.length + 2 });
}
