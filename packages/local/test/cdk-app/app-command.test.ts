import { expect, test } from '@jest/globals';
import { readAppCommand, runsNode } from '../../src/cdk-app/app-command.ts';

test.each([
  ['node bin/app.js', { main: 'node bin/app.js' }],
  ['npx ts-node --prefer-ts-exts bin/app.ts', { main: 'npx ts-node --prefer-ts-exts bin/app.ts' }],
  ['npx tsc && npx tsx bin/app.ts', { typeCheck: 'npx tsc', main: 'npx tsx bin/app.ts' }],
  ['tsc -p cdk && node bin/app.ts', { typeCheck: 'tsc -p cdk', main: 'node bin/app.ts' }],
  // What it compiles is what runs.
  ['npx tsc && node bin/app.js', { before: 'npx tsc', main: 'node bin/app.js' }],
  [
    'npm run codegen && tsc && npx tsx bin/app.ts',
    { before: 'npm run codegen && tsc', main: 'npx tsx bin/app.ts' },
  ],
  ['(tsc || true) && node app.js', { main: '(tsc || true) && node app.js' }],
  ['python app.py', { main: 'python app.py' }],
])('%s is read as what has to run before the app, and the app', (command, expected) => {
  expect(readAppCommand(command)).toEqual({ before: undefined, typeCheck: undefined, ...expected });
});

test.each([
  ['node bin/app.js', true],
  ['node --import tsx bin/app.ts', true],
  ['npx tsx bin/app.ts', true],
  ['node_modules/.bin/ts-node bin/app.ts', true],
  ['python3 app.py', false],
  ['go mod download', false],
  ['mvn -e -q compile exec:java', false],
])('%s is run by Node.js: %s', (command, expected) => {
  expect(runsNode(command)).toBe(expected);
});
