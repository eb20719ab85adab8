import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { runtime } from '../../../lambda/composition/runtime.ts';
import { PAGE_FILES } from '../../../lib/contract/documentation.ts';
import { pages } from '../../../scripts/bundle/pages.ts';
import { apiEvent } from '../../support/runtime/api-event.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';
import { makeHandler } from '../../support/runtime/runtime.ts';
import { defaults } from '../../support/runtime/settings.ts';

capturedLog();
const BASE = { ...defaults(), TABLE_NAME: 'users' };

/** The server of the document of an API at this URL, with these paths. */
async function serverOf(url: string, basePath: string, paths: readonly string[]) {
  const document = {
    openapi: '3.1.0',
    paths: Object.fromEntries(paths.map((path) => [path, {}])),
    components: { cookie: '\u001a0' },
  };
  const environment = {
    ...BASE,
    API_URL: url,
    BASE_PATH: basePath,
    OPEN_API_DOCUMENT: JSON.stringify(['__Host-acme']),
  };
  const rt = runtime(environment, { file: () => JSON.stringify(document) });
  const { body } = await invoke(await makeHandler(rt, 'open-api'));
  expect(body.components).toEqual({ cookie: '__Host-acme' });
  return body.servers;
}

describe('the function of the OpenAPI document', () => {
  const api = 'https://abc.execute-api.eu-central-1.amazonaws.com';

  test.each([
    ['the host', `${api}/users`, '/users', ['/users', '/users/me'], '/'],
    ['its stage', `${api}/prod/users`, '/users', ['/users', '/users/me'], '/prod'],
    ['the host, at the root', api, '', ['/', '/me'], '/'],
    ['a base path of the deployment', `${api}/given`, '/given', ['/', '/me'], '/given'],
  ])('names as the server %s', async (_, url, basePath, paths, server) => {
    expect(await serverOf(url, basePath, paths)).toEqual([{ url: server }]);
  });
});

/** The function of the page, with the files that the build writes. */
async function pageHandler() {
  const files = await pages(process.cwd());
  const parts = [...files].map(([name, text]) => [
    `page:${name.replace('.gz.base64', '')}`,
    Buffer.from(text).toString('utf8'),
  ]);
  const rt = runtime(BASE, { parts: Object.fromEntries(parts) });
  return makeHandler(rt, 'docs');
}

const asked = (encoding: string | undefined, query = '') =>
  apiEvent({ query, headers: encoding === undefined ? {} : { 'accept-encoding': encoding } });

test('the function of the page answers with each file as it is, compressed', async () => {
  const handler = await pageHandler();
  for (const [name, type] of Object.entries(PAGE_FILES)) {
    const result = await handler(asked('gzip, br', `file=${name}`), {} as Context);
    expect(result).toMatchObject({
      statusCode: 200,
      isBase64Encoded: true,
      headers: { 'content-type': type, 'content-encoding': 'gzip', vary: 'accept-encoding' },
    });
    // Lambda answers with at most 6 MB.
    expect(result.body?.length).toBeLessThan(1_000_000);
    expect(gunzipSync(Buffer.from(result.body ?? '', 'base64')).length).toBeGreaterThan(100);
  }
});

test('the function of the page answers with plain text where nothing compressed is taken', async () => {
  const handler = await pageHandler();
  for (const [name, type] of Object.entries(PAGE_FILES)) {
    const result = await handler(asked('identity', `file=${name}`), {} as Context);
    expect(result).toMatchObject({
      isBase64Encoded: false,
      headers: { 'content-type': type, vary: 'accept-encoding' },
    });
    expect(result.headers).not.toHaveProperty('content-encoding');
    const compressed = await handler(asked('gzip', `file=${name}`), {} as Context);
    const plain = gunzipSync(Buffer.from(compressed.body ?? '', 'base64')).toString('utf8');
    expect(result.body === plain).toBe(true);
    // Lambda answers with at most 6 MB, of JSON.
    expect(JSON.stringify(result).length).toBeLessThan(5_000_000);
  }
});

test.each([
  ['gzip', true],
  ['br, GZIP;q=0.5', true],
  ['x-gzip', true],
  ['*', true],
  ['deflate, br', false],
  ['gzip;q=0, *', false],
  ['*;q=0', false],
  ['', false],
  [undefined, false],
] as const)('the page is compressed for Accept-Encoding %j: %s', async (encoding, compressed) => {
  const handler = await pageHandler();
  const { isBase64Encoded } = await handler(asked(encoding), {} as Context);
  expect(isBase64Encoded).toBe(compressed);
});
