import type { JWTPayload } from 'jose';

/** An account at the provider; its user signs in there with the subject. */
export interface ProviderAccount {
  readonly email?: string;
  readonly email_verified?: boolean;
}

/** What the provider does wrong with logins that begin at it now, until `behave`. */
export interface Misbehaviour {
  /** Claims of ID tokens, which are signed nevertheless. */
  claims?: (claims: JWTPayload) => JWTPayload;
  /** Signs with a key that it does not publish. */
  foreignKey?: boolean;
  /** Its token endpoint responds with this status, and nothing readable. */
  tokenStatus?: number;
}

/** From now on the provider does nothing wrong. */
export function behaveAgain(misbehaviour: Misbehaviour): void {
  for (const name of Object.keys(misbehaviour)) delete misbehaviour[name as keyof Misbehaviour];
}

/** An OpenID provider as the cases of accounts at a provider use it. */
export interface TestProvider {
  readonly issuer: string;
  readonly misbehaviour: Misbehaviour;
  /** Requests to the token endpoint; undefined where nobody counts them. */
  readonly exchanges: number | undefined;
  account(subject: string, account: ProviderAccount): void;
  behave(): void;
  /** Signs in and consents as a person with a browser; returns where it is sent back to. */
  signIn(authorizationUrl: string, subject: string): Promise<URL>;
}
