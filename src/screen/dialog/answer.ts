import { editLine } from '../draw/edit-line.ts';
import type { Key } from '../draw/key.ts';
import { changeLayer, closeLayer } from '../state/layers.ts';
import type { Question } from '../state/run/open-confirmation.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';

export function wantsWord({ plan }: Question): boolean {
  return plan.confirmation.kind === 'type';
}

export function isChoice(question: Question): boolean {
  return !wantsWord(question);
}

export function takeWord(screen: Screen, question: Question): void {
  const { confirmation } = question.plan;
  if (confirmation.kind !== 'type') return;
  if (question.typed.text.trim() === confirmation.word) confirm(screen, question);
  else changeLayer<Question>(screen, { ...question, complaint: `that is not ${confirmation.word}` });
}

export function edit(screen: Screen, question: Question, key: Key): void {
  const typed = editLine(question.typed, key);
  if (typed !== undefined) changeLayer<Question>(screen, { ...question, typed, complaint: undefined });
}

export function confirm(screen: Screen, question: Question): void {
  closeLayer(screen);
  question.confirm();
}

export function refuse(screen: Screen, question: Question): void {
  closeLayer(screen);
  showMessage(screen, `not done: ${question.plan.title}`);
}
