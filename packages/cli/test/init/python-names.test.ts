// cspell:words kwlist
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { TEMPLATE_NAMES } from '../../src/init/names.ts';
import { takenInPython } from '../../src/init/python-names.ts';
import { TEMPLATES } from '../../src/templates.ts';

const LIST = 'import sys, keyword; print(*keyword.kwlist, *sys.stdlib_module_names)';
const python = spawnSync('python3', ['-c', LIST], { encoding: 'utf8' });

(python.status === 0 ? test : test.skip)(
  'an app in Python has none of the names that the Python of this machine has',
  () => {
    const names = python.stdout.trim().split(' ');
    const possible = names.filter((name) => /^[a-z][a-z0-9_]*$/.test(name));
    expect(possible).toContain('json');
    expect(possible.filter((name) => takenInPython(name) === undefined)).toEqual([]);
  },
);

test('an app in Python has none of the names that its own folders have', () => {
  const folders = ['shared', 'python'].flatMap((part) =>
    readdirSync(path.join(TEMPLATES, part), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name),
  );
  const free = folders.filter((name) => takenInPython(name) === undefined);
  expect(free).toEqual([TEMPLATE_NAMES.module]);
});

test.each(['todo', 'my_app', 'match', 'app'])('an app in Python can be called %s', (name) => {
  expect(takenInPython(name)).toBeUndefined();
});
