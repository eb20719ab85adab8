import { expect, test } from '@jest/globals';
import { Client } from '../support/client.ts';
import type { LocalSystem } from '../support/local-system.ts';
import { runOn, type Start } from '../support/start.ts';

/** What an API on this machine serves of its documentation, whatever its props say. */
export function documentationCases(start: Start<LocalSystem>): void {
  let system: LocalSystem;
  let client: Client;

  runOn(start, (started) => {
    system = started;
    client = new Client(system);
  });

  test('is the document of the routes that are there, to be kept for five minutes', async () => {
    const { status, headers, json } = await client.send('GET', '/openapi.json');
    expect({ status, kept: headers.get('cache-control') }).toEqual({
      status: 200,
      kept: 'public, max-age=300',
    });
    expect(json).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/' }] });
    const documented = Object.entries<object>(json.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = system.stack.routes.map(({ key }) => key);
    expect(documented.toSorted()).toEqual(served.toSorted());
  });

  test('has a page that may load and run only what is of its own origin', async () => {
    const page = await client.send('GET', '/docs');
    expect(page.text).toContain('<div id="swagger-ui">');
    const loaded = [...page.text.matchAll(/(?:src|href)="(docs[^"]+)"/g)].map(([, path]) => path);
    const files = await Promise.all(loaded.map((path) => client.send('GET', `/${path}`)));
    expect(files.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual([
      [200, 'text/css; charset=utf-8'],
      [200, 'text/javascript; charset=utf-8'],
      [200, 'text/javascript; charset=utf-8'],
    ]);
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page.text).not.toMatch(/https?:/);
  });

  test('has a page that is plain text for callers that take nothing compressed', async () => {
    const encodings = ['gzip', 'identity'].map(async (encoding) => {
      const headers = { 'accept-encoding': encoding };
      const page = await client.send('GET', '/docs', { headers });
      expect(page.text).toContain('<div id="swagger-ui">');
      return [page.headers.get('content-encoding'), page.headers.get('vary')];
    });
    expect(await Promise.all(encodings)).toEqual([
      ['gzip', 'accept-encoding'],
      [null, 'accept-encoding'],
    ]);
  });

  test('refuses a file that the page has not', async () => {
    const { status, json } = await client.send('GET', '/docs?file=../docs.mjs');
    expect({ status, loc: json.detail[0].loc }).toEqual({ status: 422, loc: ['query', 'file'] });
  });

  test('has every answer that was given before', async () => {
    const { checked } = await system.conformance();
    // The client looks at each: see `conformance.ts`.
    expect(checked).toBeGreaterThan(3);
  });
}
