import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const PROJECT = path.join(import.meta.dirname, '../../..');

/** Whether undici is loaded by what a program does, in a process of its own. */
const loadsUndici = (program: string): boolean =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        '--no-warnings',
        '--input-type=module-typescript',
        '--eval',
        `${program}; console.log(process.moduleLoadList.some((name) => name.includes('undici')));`,
      ],
      { cwd: PROJECT, encoding: 'utf8' },
    ),
  );

const read = (type: string, body: string) => `
  const { readFields } = await import('./lambda/http/body.ts');
  const { forms } = await import('./lambda/http/forms.ts');
  const headers = { 'content-type': ${JSON.stringify(type)} };
  const body = ${JSON.stringify(body)};
  const { username } = readFields({ headers, body, isBase64Encoded: false }, { forms });
  if (username !== 'ada') throw new Error('it was not read');
`;

test.each([
  ['urlencoded', 'application/x-www-form-urlencoded', 'username=ada&password=secret'],
  [
    'multipart',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="username"\r\n\r\nada\r\n--b--\r\n',
  ],
])(
  'a form that is %s is read without undici, which takes longer to load than a form to read',
  (_, type, body) => {
    expect(loadsUndici(read(type, body))).toBe(false);
  },
);

test('undici would be seen', () => {
  expect(loadsUndici(`await new Response(new URLSearchParams('username=ada')).formData()`)).toBe(
    true,
  );
});
