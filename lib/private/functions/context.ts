import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { AuthBackend } from '../../auth-backend';
import type { Action } from '../../contract/action.ts';
import type { Requirements } from '../../contract/sessions.ts';
import type { OAuthClient } from '../../oauth-client';
import type { Settings } from '../settings/settings';
import type { TokenSecrets } from '../storage/secrets';
import type { FunctionCode } from './code';

/** What the functions work with. */
export interface Resources {
  readonly table: ITableV2;
  readonly eventBus: IEventBus;
  readonly code: FunctionCode;
  readonly resetPasswordTokenSecret: ISecret;
  readonly verificationTokenSecret: ISecret;
  readonly tokenSecrets: TokenSecrets;
  /** Signs the attempts to log in at providers; undefined without OAuth clients. */
  readonly oauthStateSecret?: ISecret;
  /** What codes by mail are derived from, and what the attempts of browsers are signed with; undefined without such logins. */
  readonly emailLoginSecret?: ISecret;
  readonly emailAttemptSecret?: ISecret;
  /** What CloudFront proves itself with; undefined where API Gateway sees the clients. */
  readonly originSecret?: ISecret;
  /** What Firebase hashed with; undefined without hashes of it. */
  readonly signerKeySecret?: ISecret;
  /** What secrets of authenticator apps are sealed with; undefined where nobody has one. */
  readonly mfaSecret?: ISecret;
  /** Signs what a login goes on with; undefined where logins take one factor. */
  readonly mfaTokenSecret?: ISecret;
  /** Signs the challenges of passkeys; undefined without them. */
  readonly passkeyChallengeSecret?: ISecret;
  /** What an OAuth client proves itself with. */
  clientSecretOf(client: OAuthClient): ISecret;
  /** Base URL of the API: the issuer of tokens that key pairs sign. */
  readonly issuer: string;
}

/** What one function of an action has for itself. */
export interface Own {
  /**
   * The backends that it serves: it knows of no other and can't read another's secret.
   *
   * @default - all
   */
  readonly backends?: readonly AuthBackend[];
  /** What callers must be, where the action has that setting. */
  readonly requirements?: Requirements;
  /** The OAuth client that it serves: it can read no other's secret, and no other's accounts. */
  readonly client?: OAuthClient;
  /** The superuser that it makes: it can read no other's password. */
  readonly superuser?: Superuser;
}

/** One of the actions that a function serves, and what it has for itself. */
export interface Member extends Own {
  readonly action: Action;
}

export interface Superuser {
  readonly email: string;
  readonly password: ISecret;
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
}

/** What a function is made from, beside its action. */
export interface Context extends Own {
  readonly settings: Settings;
  readonly resources: Resources;
}
