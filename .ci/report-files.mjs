// A node:test reporter. It prints one JSON line per failed test, one per test file, and a last line without a file for the
// whole run.
export default async function* reportFiles(events) {
  for await (const { type, data } of events) {
    if (type === 'test:fail') {
      const { message, cause } = data.details.error;
      yield line({ failed: data.name, file: data.file, reason: cause?.message ?? message });
    }
    if (type === 'test:summary') yield line({ file: data.file, tests: data.counts.tests, success: data.success });
  }
}

const line = (entry) => `${JSON.stringify(entry)}\n`;
