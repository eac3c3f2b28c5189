import { test } from 'node:test';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession } from '../support/session.ts';

const target = { clusterId: 'my-first-flink-cluster' };

async function open() {
  const session = fakeSession();
  const screen = openScreen({ target, source: { attach: async () => session } });
  await screen.pods.isTitled('1 Pods (3)');
  return screen;
}

test('yy copies the name of the pod, or the id of the job', async () => {
  const screen = await open();
  await screen.pods.select('taskmanager-1-1');
  screen.type('yy');
  await screen.copied('my-first-flink-cluster-taskmanager-1-1');
  await screen.message('Copied the name of taskmanager-1-1: my-first-flink-cluster-taskmanager-1-1');
  await screen.jobs.select('WordCount');
  screen.type('yy');
  await screen.copied('b1b2c3d4e5f60718293a4b5c6d7e8f90');
});

test('the menu offers what the row has, with a key for each', async () => {
  const screen = await open();
  await screen.jobs.select('WordCount');
  await screen.jobs.press('job.copy');
  await screen.copyMenu.isTitled('Copy from WordCount');
  await screen.copyMenu.shows([
    ' ▶ i y id b1b2c3d4e5f60718293a4b5c6d7e8f90',
    '   n name WordCount',
    '   r row WordCount finished FINISHED 2/2 2m b1b2c3d4',
  ]);
  await screen.copyMenu.press('copy.name');
  await screen.copied('WordCount');
  await screen.jobs.press('job.open');
  await screen.job.isFocused();
  screen.press('job.copy');
  await screen.copyMenu.shows([' ▶ i y id b1b2c3d4e5f60718293a4b5c6d7e8f90', '   n name WordCount']);
  await screen.copyMenu.moveDown();
  await screen.copyMenu.press('copy.selected');
  await screen.copied('WordCount');
});

test('copies the rows of two marked pods, one per line', async () => {
  const screen = await open();
  await screen.pods.mark('taskmanager-1-1', 'taskmanager-1-2');
  await screen.pods.press('pod.copy');
  await screen.copyMenu.isTitled('Copy from 2 pods');
  await screen.copyMenu.press('copy.row');
  await screen.copied(
    'taskmanager-1-1\tregistered\t\t1h\t0\t\tregistered at the JobManager\n' +
      'taskmanager-1-2\tidle\t\t1h\t0\t\tall slots are free',
  );
  await screen.message('Copied the rows of 2 pods');
  await screen.pods.press('pod.copy');
  await screen.copyMenu.press('copy.ip');
  await screen.copied('10.0.0.1\n10.0.0.1');
});
