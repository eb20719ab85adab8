import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { expect, test } from '@jest/globals';
import { RouteLayout } from '../../../lib';
import { newStack, synthesize } from '../support';
import { everything } from './everything';

const ROOT = path.join(__dirname, '../../..');

test('the linter of Redocly finds nothing in documents with everything, and in one of another layout', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'openapi-'));
  try {
    const layout = { routeLayout: RouteLayout.fastApiUsers() };
    const documents = {
      everything: everything(),
      'its-layout': everything(layout),
      layout: synthesize(layout, newStack()).users,
    };
    const files = Object.entries(documents).map(([name, { openApi }]) => {
      const file = path.join(folder, `${name}.json`);
      writeFileSync(file, JSON.stringify(openApi, undefined, 2));
      return file;
    });
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        path.join(ROOT, 'node_modules/@redocly/cli/bin/cli.js'),
        'lint',
        '--config',
        path.join(ROOT, 'scripts/openapi/redocly.yaml'),
        '--format=checkstyle',
        ...files,
      ],
      { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
    );
    expect(stdout.match(/<error .*/g) ?? []).toEqual([]);
    // It says of each that it looked at it.
    expect(stderr.match(/: validated in/g)).toHaveLength(files.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
