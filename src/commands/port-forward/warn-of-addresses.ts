const loopback = /^(127(\.\d+){3}|::1|localhost)$/;

/** A sentence for each address at which others reach what is forwarded there; none for those of this machine alone. */
export function warnAboutAddresses(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses)]
    .filter((address) => !loopback.test(address))
    .map(
      (address) =>
        `Whoever reaches ${address} of this machine reaches Flink, which asks nobody who they are and runs what it is given.`,
    );
}
