import { Client } from '../../e2e/support/client.ts';
import { BACKENDS } from '../support/backends.ts';
import { reading, type Scenario } from '../support/scenario.ts';
import { signedIn } from './accounts.ts';

export const AUTHORIZER: readonly Scenario[] = BACKENDS.map((backend) =>
  reading('authorizer', `of a login at ${backend}`, async (client) => {
    const { headers } = await signedIn(client, backend);
    const { system } = client;
    const own = new Client({ ...system, url: `${system.origin}/own`, conformance: undefined });
    return () => {
      const traced = { ...headers, 'x-amzn-trace-id': String(client.traceId) };
      return own.send('GET', '/any', { headers: traced });
    };
  }),
);
