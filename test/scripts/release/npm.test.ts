import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';

afterAll(removeTemporaryDirectories);

const SCRIPT = path.join(import.meta.dirname, '../../../scripts/release-npm.ts');

/** Answers as npm does for what is in `NPM_KNOWS`, and notes what is published. */
const NPM = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const [command, ...parameters] = process.argv.slice(2);
const { published, hidden, down } = JSON.parse(process.env.NPM_KNOWS);
const fail = (text) => { console.error(text); process.exit(1); };
if (down) fail('npm error code ETIMEDOUT');
if (command === 'view') {
  const [name] = parameters[0].split('@');
  if (published.includes(parameters[0])) console.log('1.0.0');
  else if (!published.some((id) => id.startsWith(name + '@'))) fail('npm error code E404');
} else {
  const file = parameters.at(-1).split('/').at(-1);
  if (hidden.includes(file))
    fail('npm error You cannot publish over the previously published versions: 1.0.0.');
  appendFileSync(process.env.NPM_LOG, file + '\\n');
}
`;

interface Known {
  readonly published?: readonly string[];
  /** Tarballs whose versions are published, which `npm view` doesn't show yet. */
  readonly hidden?: readonly string[];
  readonly down?: true;
}

/** What the script publishes of two packages, by what npm knows before. */
function release({ published = [], hidden = [], down }: Known, names = ['one', 'two']) {
  const folder = temporaryDirectory();
  const log = path.join(folder, 'log');
  writeFileSync(log, '');
  writeFileSync(path.join(folder, 'npm'), NPM, { mode: 0o755 });
  mkdirSync(path.join(folder, 'package'));
  mkdirSync(path.join(folder, 'js'));
  for (const name of names) {
    const manifest = JSON.stringify({ name, version: '1.0.0' });
    writeFileSync(path.join(folder, 'package/package.json'), manifest);
    execFileSync('tar', ['-czf', `js/${name}.tgz`, 'package'], { cwd: folder });
  }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', SCRIPT, 'js'],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        NPM_KNOWS: JSON.stringify({ published, hidden, down }),
        NPM_LOG: log,
      },
    },
  );
  const ran = readFileSync(log, 'utf8').split('\n').filter(Boolean);
  return { status, published: ran, said: `${stdout}${stderr}`.trim().split('\n') };
}

test('a first release publishes every package', () => {
  expect(release({})).toEqual({
    status: 0,
    published: ['one.tgz', 'two.tgz'],
    said: ['one@1.0.0 is published', 'two@1.0.0 is published'],
  });
});

test('a release that ended halfway goes on with what is not published', () => {
  expect(release({ published: ['one@1.0.0', 'two@0.9.0'] })).toEqual({
    status: 0,
    published: ['two.tgz'],
    said: ['one@1.0.0 is published already', 'two@1.0.0 is published'],
  });
});

test('a version that npm only knows of when it is published again is skipped', () => {
  expect(release({ published: ['one@0.9.0'], hidden: ['one.tgz'] })).toMatchObject({
    status: 0,
    published: ['two.tgz'],
  });
});

test('nothing is published while npm does not say what is', () => {
  const { status, published, said } = release({ down: true });
  expect({ status, published }).toEqual({ status: 1, published: [] });
  expect(said[0]).toContain("npm doesn't say whether one@1.0.0 is published");
});

test('a folder without a tarball is refused', () => {
  const { status, said } = release({}, []);
  expect({ status, said: said[0] }).toEqual({
    status: 1,
    said: 'release-npm: got no tarball in js, expected those of "npm run release:build"',
  });
});
