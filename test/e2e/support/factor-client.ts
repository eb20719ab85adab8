import { codeOf } from '../../support/domain/factor-domain.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { type Answer, Client } from './client.ts';
import type { ApiUser } from './system.ts';

/** A user with an authenticator app in force, signed in since before. */
export interface Enrolled {
  readonly user: ApiUser;
  readonly token: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** Does what a page and an authenticator app do together. */
export class FactorClient extends Client {
  /** A new user with a verified address, as those have who enrol, who is signed in. */
  override async signedIn(): Promise<{ user: ApiUser; token: string }> {
    const user = await this.vouchedFor();
    return { user, token: await this.token(user.email) };
  }

  /** A new user with an app; no code of it was used, as far as the table knows. */
  async enrolled(): Promise<Enrolled> {
    const { user, token } = await this.signedIn();
    return this.enrol(user, token);
  }

  /** Puts an app in force for a user who is signed in. */
  async enrol(user: ApiUser, token: string): Promise<Enrolled> {
    const { json } = await this.send('POST', '/me/mfa/totp', { token });
    const { secret } = json;
    const code = this.code(secret);
    const answer = await this.send('POST', '/me/mfa/totp/confirm', { token, json: { code } });
    if (answer.status !== 200) throw new Error(`confirm: ${answer.status} ${answer.text}`);
    await this.forgetSteps(user);
    return { user, token, secret, recoveryCodes: answer.json.recovery_codes };
  }

  /** The access token of a login with a code of the app, which can be used again. */
  async signInByCode({ user, secret }: Pick<Enrolled, 'user' | 'secret'>): Promise<string> {
    await this.forgetSteps(user);
    const answer = await this.goOn(await this.begin(user), { code: this.code(secret) });
    if (answer.status !== 200) throw new Error(`mfa: ${answer.status} ${answer.text}`);
    await this.forgetSteps(user);
    return answer.json.access_token;
  }

  /** As if time had passed, so that the code of now can be used again. */
  async forgetSteps({ id }: ApiUser): Promise<void> {
    const ofUser = ({ pk, sk }: Record<string, unknown>) => pk === `FACTORS#${id}` && sk === 'TOTP';
    await this.system.items.change(ofUser, { last_step: 0 });
  }

  code(secret: string, seconds = 0): string {
    return codeOf(secret, new Date(Date.now() + seconds * 1000));
  }

  wrongCode(secret: string): string {
    const taken = [-60, -30, 0, 30, 60].map((seconds) => this.code(secret, seconds));
    const wrong = Array.from({ length: 6 }, (_, digit) => `${digit}`.repeat(6));
    return wrong.find((each) => !taken.includes(each)) ?? '';
  }

  /** The token of a login whose password was right. */
  async begin({ email }: ApiUser, backend = 'jwt', password = PASSWORD): Promise<string> {
    const form = { username: email, password };
    const headers = { origin: this.system.origin };
    const answer = await this.send('POST', `/login/${backend}`, { form, headers });
    const { code, mfa_token } = answer.json?.detail ?? {};
    if (answer.status !== 400 || code !== 'LOGIN_MFA_REQUIRED') {
      throw new Error(`login: ${answer.status} ${answer.text}`);
    }
    return mfa_token;
  }

  goOn(mfa_token: string, given: object, backend = 'jwt'): Promise<Answer> {
    const headers = { origin: this.system.origin };
    return this.send('POST', `/login/${backend}/mfa`, { json: { mfa_token, ...given }, headers });
  }
}
