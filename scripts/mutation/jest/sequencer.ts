interface Test {
  readonly path: string;
}

/** Runs test files in the order in which they are named. */
export default class Sequencer {
  readonly #named: readonly string[];

  constructor({ globalConfig }: { globalConfig: { readonly nonFlagArgs: readonly string[] } }) {
    this.#named = globalConfig.nonFlagArgs;
  }

  sort(tests: readonly Test[]): Test[] {
    const place = ({ path }: Test) => this.#named.indexOf(path);
    return [...tests].sort((a, b) => place(a) - place(b));
  }

  cacheResults(): void {}
}
