import type {
  AssertionResponse,
  RegistrationResponse,
} from '../../../lambda/users/passkeys/verification.ts';
import type { Issued } from '../../../lambda/users/sessions/session.ts';
import { claimsIn } from './plain-tokens.ts';

/** A login that was answered with success, and all that was handed out of it. */
export interface Login {
  readonly id: string;
  readonly userId: string;
  readonly backend: string;
  /** What was proved, as its first credential said. */
  readonly amr?: readonly string[];
  /** Why no credential of it may sign anybody in any more. */
  ended?: string;
}

export interface AccessCredential {
  readonly login: Login;
  readonly credential: string;
  /** Whether it was refused once, and has to be refused for ever. */
  isRefused: boolean;
}

/** One refresh token of a login, however often it was signed: by each key there is another text of it. */
export interface RefreshCredential {
  readonly login: Login;
  readonly generation: unknown;
  /** The last text of it. */
  token: string;
  /** When a refresh that presented it was answered, in milliseconds. */
  replacedAt?: number;
  /** Generation of the one token that has replaced it. */
  child?: unknown;
}

/** A token that was mailed. */
export interface Mailed {
  readonly kind: 'after-forgot-password' | 'after-request-verify' | 'after-request-email-change';
  readonly token: string;
  readonly userId: string;
  /** Why it may not be used any more. */
  ended?: string;
}

/** An authenticator app in force, and the recovery codes that came with it or after it. */
export interface App {
  readonly userId: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** A login that needs a second factor. */
export interface Begun {
  readonly token: string;
  readonly userId: string;
  readonly backend: string;
  /** What was proved so far. */
  readonly amr: readonly string[];
  /** The login that ends as this one begins. */
  readonly renews?: Login | undefined;
  /** Why it may not go on any more. */
  ended?: string;
}

/** A passkey on a device of its user. */
export interface Device {
  readonly userId: string;
  readonly id: string;
  readonly userHandle: string;
  /** It is on others as well, and counts none of its uses. */
  readonly isSynced: boolean;
  signCount: number;
  /** Why it signs nobody in any more. */
  ended?: string;
}

/** What a device said of a new passkey. */
export interface Creation {
  readonly device: Device;
  /** Of the challenge. */
  readonly token: string;
  readonly credential: RegistrationResponse;
}

/** What a device said of a challenge for a login. */
export interface Assertion {
  readonly device: Device;
  readonly backend: string;
  /** With a PIN, or a finger. */
  readonly isVerified: boolean;
  /** Of the challenge. */
  readonly token: string;
  readonly credential: AssertionResponse;
}

/** A browser that asked for a code. */
export interface CodeRequest {
  readonly token: string;
  readonly email: string;
  readonly backend: string;
}

/** What clients got. */
export class Ledger {
  readonly access: AccessCredential[] = [];
  readonly refresh: RefreshCredential[] = [];
  readonly mail: Mailed[] = [];
  readonly apps: App[] = [];
  readonly begun: Begun[] = [];
  readonly creations: Creation[] = [];
  readonly devices: Device[] = [];
  devicesMade = 0;
  readonly assertions: Assertion[] = [];
  readonly codeRequests: CodeRequest[] = [];
  /** Codes that were mailed, oldest first. */
  readonly codes: { readonly email: string; readonly code: string }[] = [];
  /** Requests whose codes were wrong too often. */
  readonly triedOut = new Set<string>();
  /** What was taken that is good for one use. */
  readonly used = new Set<string>();
  /** Recovery codes in whose place there are others. */
  readonly voidCodes = new Set<string>();
  readonly logins = new Map<string, Login>();

  /** What a login or a refresh handed out. */
  issued(login: Omit<Login, 'ended'>, { credential, refresh }: Issued): Login {
    const known = this.logins.get(login.id) ?? { ...login };
    this.logins.set(login.id, known);
    this.access.push({ login: known, credential, isRefused: false });
    if (refresh) this.#handedOut(known, refresh.token);
    return known;
  }

  #handedOut(login: Login, token: string): void {
    const { gen: generation } = claimsIn(token);
    const same = this.refresh.find(
      (each) => each.login === login && each.generation === generation,
    );
    if (same) same.token = token;
    else this.refresh.push({ login, generation, token });
  }

  /** The logins that a user has now, to be ended by `end` when a request succeeds. */
  loginsOf(userId: string, except?: string): readonly Login[] {
    return [...this.logins.values()].filter(
      (login) => login.userId === userId && login.id !== except,
    );
  }

  begunOf(userId: string): readonly Begun[] {
    return this.begun.filter((each) => each.userId === userId);
  }

  /** Says so if something was used before that is good for one use. */
  usedOnce(what: string): string | undefined {
    if (this.used.has(what)) return `${what} is taken twice`;
    this.used.add(what);
    return undefined;
  }

  login(id: string): Login | undefined {
    return this.logins.get(id);
  }

  mailOf(userId: string, ...kinds: readonly Mailed['kind'][]): readonly Mailed[] {
    return this.mail.filter((each) => each.userId === userId && kinds.includes(each.kind));
  }

  /** An answer said so; the first reason stays. */
  end(ended: readonly { ended?: string }[], why: string): void {
    for (const each of ended) each.ended ??= why;
  }
}
