import {
  type ConfirmLoginInput,
  confirmLogin,
} from '../../../lambda/users/email-login/confirm-login.ts';
import { requestLogin } from '../../../lambda/users/email-login/request-login.ts';
import type { PublicEvent } from '../../../lambda/users/events/event.ts';
import { composersOf, tokensOf } from './composers.ts';
import { Domain, issueClaims, ORIGIN, required, SENDER } from './domain.ts';
import { emailAttempts } from './keys.ts';

const EMAIL = 'ada@example.com';

/** Users who sign in by mail, and what is mailed to them. */
export class Mailing extends Domain {
  readonly emailLogins = this.store;
  readonly emailAttempts = emailAttempts(this.clock);
  readonly tokens = tokensOf(this);
  readonly emailCodes = this.tokens.codes;
  readonly issue = issueClaims;
  readonly loginEvents = false;
  signsUp = false;

  /** Asks for a code. @returns the attempt of the browser */
  async ask(email = EMAIL, sender = SENDER): Promise<string> {
    const arrivedAt = this.clock.now();
    const { token } = await requestLogin(this, { email, sender: { ...sender, arrivedAt } });
    return token;
  }

  /** What the relay publishes of the newest request. */
  async mailed(email = EMAIL): Promise<PublicEvent | undefined> {
    const events = this.store.events.filter(({ type }) => type === 'after-request-login');
    const event = required(events.at(-1));
    const deps = { ...this, store: this.store };
    return composersOf(deps, this.tokens)['request-login']({ email, event });
  }

  async code(email = EMAIL): Promise<string> {
    return required((await this.mailed(email))?.detail.code);
  }

  /** Gives a code back. */
  give(attemptToken: string | undefined, code: string, more: Partial<ConfirmLoginInput> = {}) {
    const arrivedAt = this.clock.now();
    return confirmLogin(this, { attemptToken, code, origin: ORIGIN, arrivedAt, ...more });
  }
}
