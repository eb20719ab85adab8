import { decodeJwt } from 'jose';
import { PASSWORD } from '../../support/passwords.ts';
import { type Answer, Client } from './client.ts';
import type { ApiUser, Envelope } from './system.ts';

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

/** The tokens of a login or a refresh. */
export function tokensOf({ status, text, json }: Answer): Tokens {
  if (status !== 200) throw new Error(`${status} ${text}`);
  return { access: json.access_token, refresh: json.refresh_token };
}

/** How many refresh tokens of a session there were, this one included. */
export const generationOf = (token: string) => decodeJwt(token).gen;

/** What the cases of refresh tokens do again and again, at bearer backends. */
export class RefreshClient extends Client {
  async loginTokens(username: string, backend = 'jwt', password = PASSWORD): Promise<Tokens> {
    const form = { username, password };
    return tokensOf(await this.send('POST', `/login/${backend}`, { form }));
  }

  refresh(refresh_token: string, backend = 'jwt'): Promise<Answer> {
    return this.send('POST', `/refresh/${backend}`, { json: { refresh_token } });
  }

  /** A new user who has logged in. */
  async newLogin(backend = 'jwt'): Promise<{ user: ApiUser; tokens: Tokens }> {
    const user = await this.register();
    return { user, tokens: await this.loginTokens(user.email, backend) };
  }

  /** The status of `GET /me`. */
  async status(token: string): Promise<number> {
    return (await this.send('GET', '/me', { token })).status;
  }

  /** The events of reuse about a user, once a later event was published. */
  async reuses(id: string): Promise<readonly Envelope[]> {
    const later = await this.register();
    await this.event('after-register', (user) => user.id === later.id);
    return (await this.system.events()).filter(
      (one) => one['detail-type'] === 'after-refresh-reuse' && one.detail.user.id === id,
    );
  }
}
