import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import type { ApiUser, System } from '../../e2e/support/system.ts';
import { TableItems } from '../../e2e/support/table-items.ts';
import { EventQueue } from './event-queue.ts';
import { addressOf, type DeploymentPlace } from './place.ts';

/** A `UsersApi` as its stack's outputs describe it. */
export interface Deployment {
  /** The output `Url`. */
  readonly url: string;
  /** The output `CreateUserFunctionName`. */
  readonly createUserFunction: string;
  /**
   * A queue with every event of its bus.
   *
   * @default - none: no event is seen
   */
  readonly queue?: string;
  /** Name of the cookie of the backend `cookie`, default `__Host-users-api`. */
  readonly cookieName?: string;
}

/** A deployed users API, as the end-to-end cases use it. */
export function deployedSystem(
  place: Pick<DeploymentPlace, 'endpoint' | 'clientConfig'>,
  deployment: Deployment,
): System {
  const { url, createUserFunction, queue, cookieName = '__Host-users-api' } = deployment;
  const { hostname, pathname } = new URL(url);
  const events = queue === undefined ? undefined : new EventQueue(queue, place.clientConfig);
  const lambda = new LambdaClient(place.clientConfig);
  return {
    url: addressOf(place, url),
    origin: `https://${hostname}`,
    basePath: pathname,
    cookieName,
    items: new TableItems(place.clientConfig, async () => {
      const { Environment } = await lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: createUserFunction }),
      );
      return String(Environment?.Variables?.TABLE_NAME);
    }),
    events: async () => events?.events() ?? [],
    async createUser(input) {
      const answer = await lambda.send(
        new InvokeCommand({ FunctionName: createUserFunction, Payload: JSON.stringify(input) }),
      );
      const payload = JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8'));
      if (answer.FunctionError) throw new Error(payload.errorMessage);
      return payload as ApiUser;
    },
  };
}
