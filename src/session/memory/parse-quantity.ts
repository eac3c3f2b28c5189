const factors: { readonly [suffix: string]: number } = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

const coreFactors: { readonly [suffix: string]: number } = { n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3 };

/** Parses a quantity of CPU to cores: `250m`, `1.5`, `123456789n`; undefined if it is invalid. */
export function parseCores(text: string): number | undefined {
  const [, number, suffix = ''] = /^(\d+(?:\.\d*)?)([a-z]?)$/.exec(text.trim()) ?? [];
  const factor = coreFactors[suffix];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

/** Parses a quantity of Kubernetes to bytes: `267612Ki`, `1000Mi`, `1.5Gi`, `1e9`; undefined if it is invalid. */
export function parseQuantity(text: string): number | undefined {
  const [, number, suffix = ''] = /^(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(text.trim()) ?? [];
  const factor = factors[suffix];
  return number === undefined || factor === undefined ? undefined : Math.round(Number(number) * factor);
}
