import type { JWTPayload } from 'jose';
import { CLIENT } from './openid-provider.ts';
import {
  behaveAgain,
  type Misbehaviour,
  type ProviderAccount,
  type TestProvider,
} from './test-provider.ts';

/** The provider of `test/apps/parts/openid-provider`, which keeps nothing and says what it is told to. */
export class ProviderAt implements TestProvider {
  readonly issuer: string;
  readonly misbehaviour: Misbehaviour = {};
  readonly exchanges = undefined;
  readonly #accounts = new Map<string, ProviderAccount>();

  constructor(issuer: string) {
    this.issuer = issuer;
  }

  account(subject: string, account: ProviderAccount): void {
    this.#accounts.set(subject, account);
  }

  behave(): void {
    behaveAgain(this.misbehaviour);
  }

  async signIn(authorizationUrl: string, subject: string): Promise<URL> {
    const url = new URL(authorizationUrl);
    const { claims, ...more } = this.misbehaviour;
    const said = {
      subject,
      userInfo: this.#accounts.get(subject),
      claims: claims?.(this.#claims(url, subject)),
      ...more,
    };
    url.searchParams.set('login_hint', Buffer.from(JSON.stringify(said)).toString('base64url'));
    const response = await fetch(url, { redirect: 'manual' });
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${response.status} ${await response.text()}`);
    return new URL(location);
  }

  #claims({ searchParams }: URL, sub: string): JWTPayload {
    const now = Math.floor(Date.now() / 1000);
    const nonce = searchParams.get('nonce');
    return { iss: this.issuer, aud: CLIENT.id, sub, nonce, iat: now, exp: now + 60 };
  }
}
