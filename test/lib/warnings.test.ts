import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = path.join(__dirname, '../..');

/** Metadata for the local runtime and the command, which nobody has to acknowledge. */
const METADATA = ['cdk-users-api:publicUrls', 'cdk-users-api:openapi'];

function idsInCode(): readonly string[] {
  const files = readdirSync(path.join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' });
  const text = files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(ROOT, 'lib', file), 'utf8'))
    .join('\n');
  const ids = [...text.matchAll(/'(cdk-users-api:\w+)'/g)].map(([, id = '']) => id);
  return [...new Set(ids)].filter((id) => !METADATA.includes(id)).sort();
}

test('docs/warnings.md has every id that the construct says, and no other', () => {
  const page = readFileSync(path.join(ROOT, 'docs/warnings.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(cdk-users-api:\w+)` \|/gm)].map(([, id = '']) => id);
  expect(rows).toEqual(idsInCode());
});
