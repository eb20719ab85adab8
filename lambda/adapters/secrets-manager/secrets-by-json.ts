import { randomUUID } from 'node:crypto';
import type { JsonService } from '../aws/json-service.ts';
import type { SecretOperations, Secrets } from './secrets.ts';

/** Calls without the SDK's client. */
export function secretsByJson(service: Pick<JsonService, 'call'>): Secrets {
  return {
    async call<Name extends keyof SecretOperations>(
      operation: Name,
      input: SecretOperations[Name]['input'],
    ) {
      const answer = await service.call(operation, {
        // The id of the new version: the same for each attempt.
        ...(operation === 'PutSecretValue' && { ClientRequestToken: randomUUID() }),
        ...withoutUndefined(input),
      });
      const { SecretBinary: base64, ...output } = Object(answer);
      return { ...output, ...(base64 && { SecretBinary: Buffer.from(base64, 'base64') }) };
    },
  };
}

function withoutUndefined(input: object): object {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
