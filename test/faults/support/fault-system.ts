import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { RequestOptions } from '../../e2e/support/client.ts';
import type { OAuthSystem } from '../../e2e/support/oauth-client.ts';
import type { ProxiedSystem } from '../../e2e/support/proxied-system.ts';

/** `test/apps/faults.ts` behind proxies, with its provider, and a superuser who is signed in. */
export interface FaultSystem
  extends ProxiedSystem,
    Pick<OAuthSystem, 'provider' | 'otherProvider'> {
  readonly table: string;
  /** Of the engine itself, past the proxies. */
  readonly documents: DynamoDBDocumentClient;
  /** The credentials of that superuser. */
  root: Pick<RequestOptions, 'headers'>;
  /** Signs the superuser in again before the login is too old to be fresh proof. */
  keepRootFresh(): Promise<void>;
  /** The logical id of the function of an action, and of one of its backends or clients. */
  functionOf(action: string, of?: string): string;
}
