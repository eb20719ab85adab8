import type { Browser, BrowserContext, CDPSession, Frame, Page } from 'playwright-core';
import { Authenticator, type AuthenticatorOptions, UNTOUCHED } from './authenticator.ts';

/** What the script of a page got of the API. */
export interface Got {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it is what it is.
  readonly json?: any;
}

/** Somebody at a browser, on a page of `startSignInPages`. */
export class Person {
  readonly context: BrowserContext;
  readonly #page: Page;
  readonly #session: CDPSession;
  /** Where the script runs. */
  #script: Page | Frame;

  private constructor(context: BrowserContext, page: Page, session: CDPSession) {
    this.context = context;
    this.#page = page;
    this.#script = page;
    this.#session = session;
  }

  /** @param url of the page */
  static async at(browser: Browser, url: string): Promise<Person> {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    return new Person(context, page, await context.newCDPSession(page));
  }

  has(options: AuthenticatorOptions): Promise<Authenticator> {
    return Authenticator.add(this.#session, options);
  }

  /**
   * An authenticator that makes passkeys by itself. Chromium asks nothing but its own password manager for those
   * (`mediation: 'conditional'`), which no test can sign in to; so it asks this one, which says what that would.
   */
  async hasPasswordManager(options: AuthenticatorOptions): Promise<Authenticator> {
    const manager = await this.has(options);
    await manager.says(UNTOUCHED);
    await this.#page.evaluate(`{
      const create = navigator.credentials.create.bind(navigator.credentials);
      navigator.credentials.create = ({ mediation, ...options }) => create(options);
    }`);
    return manager;
  }

  /** What a function of the page gives for what is typed or clicked there. */
  does(name: string, ...given: readonly unknown[]): Promise<Got> {
    return this.#script.evaluate(`page.${name}(...${JSON.stringify(given)})`);
  }

  sends(method: string, path: string, body?: object): Promise<Got> {
    return this.does('send', method, path, ...(body ? [body] : []));
  }

  me(): Promise<Got> {
    return this.sends('GET', '/me');
  }

  /** Follows a link to a page. */
  async opens(url: string): Promise<void> {
    await this.#page.goto('about:blank');
    await this.#page.goto(url);
  }

  /** Signs in, and consents, on the pages of a provider that a link leads to; waits for the page behind them. */
  async signsInAt(link: string, subject: string, behind: RegExp): Promise<void> {
    await this.#page.goto(link);
    await this.#page.fill('input[name=login]', subject);
    await this.#page.fill('input[name=password]', 'any');
    await this.#page.click('button[type=submit]');
    await this.#page.click('button[type=submit]');
    await this.#page.waitForURL(behind);
  }

  /** Opens a page of another site that has this page in a frame, and lets it ask for passkeys. */
  async opensInFrame(): Promise<void> {
    const url = this.address();
    const { port, pathname } = new URL(url);
    await this.#page.goto(`http://another-site.localhost:${port}/frame${pathname}`);
    const frame = this.#page.frames().find((each) => each.url() === url);
    if (frame === undefined) throw new Error(`no frame has ${url}`);
    this.#script = frame;
  }

  address(): string {
    return this.#page.url();
  }

  /** Ends what this browser keeps of a login, but not the login. */
  async forgets(): Promise<void> {
    await this.context.clearCookies();
    await this.#page.evaluate('localStorage.clear(); sessionStorage.clear()');
  }

  /** How the login was proved, as its token says; `undefined` by cookie, which says nothing. */
  async proof(): Promise<string[] | undefined> {
    const token = (await this.#page.evaluate('localStorage.getItem("token")')) as string | null;
    if (token === null) return undefined;
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).amr;
  }
}
