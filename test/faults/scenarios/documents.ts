import { reading, type Scenario } from '../support/scenario.ts';

const get =
  (path: string): Scenario['prepare'] =>
  async (client) =>
  () =>
    client.send('GET', path);

export const DOCUMENTS: readonly Scenario[] = [
  reading('jwks', 'of the API', get('/.well-known/jwks.json')),
  reading('discovery', 'of the API', get('/.well-known/openid-configuration')),
  reading('open-api', 'of the API', get('/openapi.json')),
  reading('docs', 'of the API', get('/docs')),
];
