/** Returns a memoised function that reuses its last result while its arguments are the same. */
export function rememberLast<Arguments extends readonly unknown[], Result>(
  compute: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  let last: { readonly args: Arguments; readonly result: Result } | undefined;
  return (...args) => {
    if (last === undefined || args.some((value, index) => value !== last?.args[index])) {
      last = { args, result: compute(...args) };
    }
    return last.result;
  };
}
