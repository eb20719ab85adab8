import { afterAll, afterEach } from '@jest/globals';
import type { JsonObject, Template } from '../../src/cloudformation/template.ts';
import type { LocalStackOptions } from '../../src/options.ts';
import { type LocalStack, startLocalStack } from '../../src/stack.ts';
import { writeAssembly } from './assembly.ts';
import { BUNDLES, fixtureTemplate } from './fixture-stack.ts';
import { removeTemporaryDirectories, temporaryDirectory } from './temporary-directory.ts';

/** Stacks of the fixture, each on data of its own, which stop with the test that starts them. */
export class StartedStacks {
  readonly template = fixtureTemplate();
  readonly #stops: (() => Promise<void>)[] = [];

  /** For the tests of the file that this is called in. */
  constructor() {
    afterEach(async () => {
      for (const stop of this.#stops.splice(0).reverse()) await stop();
    });
    afterAll(removeTemporaryDirectories);
  }

  /** @param resources in the place of some of the fixture's */
  readonly start = async (
    options: Partial<LocalStackOptions> = {},
    resources: JsonObject = {},
  ): Promise<LocalStack> => {
    const stack = await startLocalStack({
      assembly: this.#assembly(resources),
      data: temporaryDirectory(),
      port: 0,
      ...options,
    });
    this.stopped(() => stack.stop());
    return stack;
  };

  /** Has something stop after the test, before what was started earlier. */
  readonly stopped = (stop: () => Promise<void>): void => {
    this.#stops.push(stop);
  };

  #assembly(resources: JsonObject): string {
    const all = { ...this.template.Resources, ...resources } as Template['Resources'];
    const template = { ...this.template, ...(all && { Resources: all }) };
    return writeAssembly(template, { bundles: BUNDLES });
  }
}

/** Has the fixture write a user. @returns the user's id */
export const write = async (stack: LocalStack, route = '/write'): Promise<string> =>
  (await fetch(`${stack.url}${route}`, { method: 'POST' })).text();

/** Of the users whom the events so far are about. */
export const userIds = (stack: LocalStack): string[] =>
  stack.events().map(({ detail }) => (detail.user as { id: string }).id);
