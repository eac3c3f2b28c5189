import type { Movement } from '../draw/movement.ts';
import type { Screen } from '../state/screen.ts';
import type { Layer } from '../state/screen-state.ts';

/** Moves in the view as its movement keys do. Returns false if it has none now. */
export function moveInView(screen: Screen, { id, viewState }: Layer, movement: Movement): boolean {
  const { bindings, move } = screen.views.get(id);
  const binding = bindings.find((one) => one.move !== undefined && (one.when?.(viewState) ?? true));
  if (binding?.move !== undefined) binding.move(screen, viewState, movement);
  else if (move !== undefined) move(screen, movement);
  else return false;
  return true;
}
