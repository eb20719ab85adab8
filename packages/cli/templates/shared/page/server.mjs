/** Serves the page from the address of the API, so that its cookie needs no CORS. */
import { readFileSync } from 'node:fs';

const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css' };
const FILES = ['index.html', 'page.js', 'page.css'];

const pages = new Map(FILES.map((name) => [name, answer(name)]));

export const handler = async ({ pathParameters }) =>
  pages.get(pathParameters?.file ?? 'index.html') ?? { statusCode: 404, body: 'Not Found' };

function answer(name) {
  const type = TYPES[name.split('.').at(-1)];
  return {
    statusCode: 200,
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy':
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    },
    body: readFileSync(new URL(`public/${name}`, import.meta.url), 'utf8'),
  };
}
