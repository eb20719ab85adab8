import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { CLIENT, OpenIdProvider } from '../../support/oauth/openid-provider.ts';
import type { ProviderAccount, TestProvider } from '../../support/oauth/test-provider.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { type Answer, Client, newEmail, seen } from './client.ts';
import { OAuthBrowser, type Walk } from './oauth-browser.ts';
import type { RunningSystem } from './start.ts';
import type { ApiUser } from './system.ts';

/** The clients of `test/apps/oauth.ts`. */
export const OAUTH_CLIENTS = ['acme', 'partner', 'stored', 'other'] as const;

/** The cookie of a trip, as it is cleared. */
export const clearedWalk = ({ cookie }: Pick<Walk, 'cookie'>) =>
  `${cookie.split('=')[0]}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;

/** An API, the provider of its clients, and the one of `other`. */
export interface OAuthSystem extends RunningSystem {
  readonly provider: TestProvider;
  readonly otherProvider: TestProvider;
}

/** What the API's clients are made with. */
export interface OAuthSettings {
  readonly issuer: string;
  /** Of the client `other`. */
  readonly other: string;
  readonly client: string;
  readonly secret: string;
}

/**
 * Starts two providers and then an API that logs in at them.
 *
 * @param publicUrl where the API believes to answer, if not at its `url`
 */
export async function startOAuth<S extends RunningSystem>(
  startApi: (settings: OAuthSettings) => Promise<S>,
  publicUrl = ({ url }: S) => url,
): Promise<S & OAuthSystem> {
  const providers = [await OpenIdProvider.start(), await OpenIdProvider.start()] as const;
  const [provider, otherProvider] = providers;
  const stopProviders = () => Promise.all(providers.map((each) => each.stop()));
  try {
    const { issuer } = provider;
    const { issuer: other } = otherProvider;
    const { id, secret } = CLIENT;
    const system = await startApi({ issuer, other, client: id, secret });
    const url = publicUrl(system);
    for (const name of OAUTH_CLIENTS) {
      const callbacks = [`${url}/oauth/${name}/callback`, `${url}/associate/${name}/callback`];
      for (const each of providers) each.allow(...callbacks);
    }
    const stop = async () => {
      await system.stop();
      await stopProviders();
    };
    return { ...system, provider, otherProvider, stop };
  } catch (error) {
    await stopProviders();
    throw error;
  }
}

/** What the cases of accounts at a provider do again and again. */
export class OAuthClient extends Client {
  readonly provider: TestProvider;
  readonly otherProvider: TestProvider;

  constructor(system: OAuthSystem) {
    super(system);
    this.provider = system.provider;
    this.otherProvider = system.otherProvider;
  }

  browser(name: (typeof OAUTH_CLIENTS)[number]): OAuthBrowser {
    return new OAuthBrowser(this, name === 'other' ? this.otherProvider : this.provider, name);
  }

  /** An account at both providers that no user has yet. */
  newAccount(more: { email?: string; email_verified?: boolean } = {}) {
    const subject = `subject-${randomUUID()}`;
    const account = { email: newEmail(), email_verified: true, ...more };
    this.account(subject, account);
    return { subject, ...account };
  }

  /** What both providers say of a subject. */
  account(subject: string, account: ProviderAccount): void {
    this.provider.account(subject, account);
    this.otherProvider.account(subject, account);
  }

  newVerifiedUser(): Promise<ApiUser> {
    const email = newEmail();
    return this.system.createUser({ email, password: PASSWORD, is_verified: true });
  }

  /** The body of `GET /me`. */
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it is what it is.
  async me(credential: { token?: string; cookie?: string }): Promise<any> {
    return (await this.send('GET', '/me', credential)).json;
  }

  /** Expects that a response refuses a login, and sets no login cookie. */
  expectRefusal(answer: Answer, detail: unknown): void {
    expect(seen(answer)).toEqual({ status: 400, json: { detail } });
    const names = answer.headers.getSetCookie().map((line) => line.split('=')[0]);
    expect(names).not.toContain(this.system.cookieName);
  }

  /** The value of the backend's cookie in an answer. */
  cookieOf({ headers }: Answer): string {
    const prefix = `${this.system.cookieName}=`;
    const [cookie] = headers.getSetCookie().filter((line) => line.startsWith(prefix));
    return cookie?.slice(prefix.length).split(';')[0] ?? '';
  }
}
