import type { Browser } from 'playwright-core';
import { Client } from '../../e2e/support/client.ts';
import type { RunningSystem } from '../../e2e/support/start.ts';
import type { ApiUser } from '../../e2e/support/system.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { startChromium } from './chromium.ts';
import { Person } from './person.ts';
import { SITE, type SignInPages, startSignInPages } from './sign-in-pages.ts';

/** An API of `test/apps` with its front end, and a browser. */
export interface SignInSystem extends RunningSystem {
  readonly browser: Browser;
  readonly pages: SignInPages;
}

/**
 * @param startApi for the origin of the pages
 * @param options of the browser's command line, for that API
 */
export async function startSignIn(
  startApi: (origin: string) => Promise<RunningSystem>,
  options: (api: RunningSystem) => readonly string[] = () => [],
): Promise<SignInSystem> {
  const pages = await startSignInPages();
  const stops: (() => unknown)[] = [() => pages.stop()];
  const stop = async () => {
    for (const each of stops.reverse()) await each();
  };
  try {
    const api = await startApi(pages.origin);
    stops.push(() => api.stop());
    // A name beside that of the pages, which browsers take for this machine.
    pages.serve(api.url.replace('127.0.0.1', `api.${SITE}`));
    const browser = await startChromium(options(api));
    stops.push(() => browser.close());
    return { ...api, browser, pages, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The pages that `startSignInPages` serves: one signs in by bearer, one by cookie. */
export const BACKENDS = ['jwt', 'cookie'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** What a login answers there. */
export const successAt = (backend: BackendName) => (backend === 'cookie' ? 204 : 200);

/** People at browsers, and what they have. */
export class People {
  readonly client: Client;
  readonly #system: SignInSystem;
  readonly #all: Person[] = [];

  constructor(system: SignInSystem) {
    this.#system = system;
    this.client = new Client(system);
  }

  /** Somebody on the page of a backend. */
  async at(backend: string): Promise<Person> {
    const { browser, pages } = this.#system;
    const person = await Person.at(browser, `${pages.origin}/${backend}`);
    this.#all.push(person);
    return person;
  }

  /** A new user with a verified address, who has signed in by password on the page of a backend. */
  async signedInAt(backend: string): Promise<{ person: Person; user: ApiUser }> {
    const [person, user] = await Promise.all([this.at(backend), this.client.vouchedFor()]);
    const { status, json } = await person.does('login', user.email, PASSWORD);
    if (status >= 300) throw new Error(`login: ${status} ${JSON.stringify(json)}`);
    return { person, user };
  }

  async leave(): Promise<void> {
    await Promise.all(this.#all.splice(0).map(({ context }) => context.close()));
  }
}
