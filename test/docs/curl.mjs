/**
 * As much of curl as the README uses, for machines without it: `-i -s -H -d --data-urlencode -c -b`
 * and a URL.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    include: { type: 'boolean', short: 'i' },
    silent: { type: 'boolean', short: 's' },
    header: { type: 'string', short: 'H', multiple: true, default: [] },
    data: { type: 'string', short: 'd', multiple: true, default: [] },
    'data-urlencode': { type: 'string', multiple: true, default: [] },
    'cookie-jar': { type: 'string', short: 'c' },
    cookie: { type: 'string', short: 'b' },
  },
});

const encoded = values['data-urlencode'].map((field) => {
  const [name, ...value] = field.split('=');
  return `${name}=${encodeURIComponent(value.join('='))}`;
});
const fields = [...values.data, ...encoded];
const headers = new Headers();
if (fields.length > 0) headers.set('content-type', 'application/x-www-form-urlencoded');
for (const header of values.header) {
  const [name, ...value] = header.split(':');
  headers.set(name, value.join(':').trim());
}
if (values.cookie && existsSync(values.cookie)) {
  headers.set('cookie', readFileSync(values.cookie, 'utf8'));
}

const response = await fetch(positionals[0], {
  method: fields.length > 0 ? 'POST' : 'GET',
  headers,
  body: fields.length > 0 ? fields.join('&') : undefined,
});
if (values['cookie-jar']) {
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  writeFileSync(values['cookie-jar'], cookies.join('; '));
}
if (values.include) {
  const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  console.log([`HTTP/1.1 ${response.status} ${response.statusText}`, ...lines, ''].join('\n'));
}
process.stdout.write(await response.text());
