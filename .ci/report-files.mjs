// A node:test reporter. It prints one JSON line per test file, and a last line without a file for the whole run.
export default async function* reportFiles(events) {
  for await (const { type, data } of events) {
    if (type === 'test:summary')
      yield `${JSON.stringify({ file: data.file, tests: data.counts.tests, success: data.success })}\n`;
  }
}
