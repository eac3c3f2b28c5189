import type { ProfileRow, ThreadProfile } from '../../../session/threads/thread-profile.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { profileOfSampling, type ThreadSampling } from '../../state/threads/thread-samplings.ts';
import type { JobPage } from '../job-page.ts';
import { cursorIndex } from './profile-view.ts';

/** Returns the sampling whose profile is open; undefined while the list is shown. */
export function openSampling({ threadSamplings }: ScreenState, { threads }: JobPage): ThreadSampling | undefined {
  return threadSamplings.find(({ id }) => id === threads.open?.id);
}

export function shownProfile(state: ScreenState, page: JobPage): ThreadProfile | undefined {
  const sampling = openSampling(state, page);
  return sampling && profileOfSampling(sampling);
}

/** Returns the row of the profile under the cursor. */
export function selectedRow(profile: ThreadProfile, { threads: { open } }: JobPage): ProfileRow | undefined {
  return open && profile.rows[cursorIndex(profile, open)];
}
