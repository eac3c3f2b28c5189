const loopback = /^(127(\.\d+){3}|::1|localhost)$/;

/** Returns a warning for each address that other computers can reach. */
export function warnAboutAddresses(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses)]
    .filter((address) => !loopback.test(address))
    .map(
      (address) =>
        `Anyone who can reach ${address} on this computer can run code in Flink, which has no authentication by default.`,
    );
}
