import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { notesOf, released } from '../../../scripts/release/changelog.ts';
import { manifestsOf, otherVersions } from '../../../scripts/release/manifests.ts';

afterAll(removeTemporaryDirectories);

const ROOT = path.join(import.meta.dirname, '../../..');
const WORKFLOW = readFileSync(path.join(ROOT, '.github/workflows/release.yml'), 'utf8');
const CHANGELOG = '# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0 (2026-01-02)\n\n- Old.\n';

describe('CHANGELOG.md', () => {
  test('gets the version and the day of what is unreleased', () => {
    const text = released(CHANGELOG, '0.2.0', '2026-02-03');
    expect(text).toContain('## 0.2.0 (2026-02-03)\n\n- New.\n');
    expect(() => released(text, '0.3.0', '2026-02-04')).toThrow('got no section "Unreleased"');
  });

  test('has notes of what is released, and none of what is not', () => {
    const notes = ['0.1.0', '0.2.0'].map((version) => notesOf(CHANGELOG, version));
    expect(notes).toEqual(['- Old.', undefined]);
    expect(notesOf('## 0.2.0 (unreleased)\n\n- New.\n', '0.2.0')).toBeUndefined();
  });
});

test('all packages have one version', async () => {
  expect(otherVersions(await manifestsOf(ROOT))).toEqual([]);
});

test('a changeset for one package gives all of them the next version, the construct at the root too', async () => {
  const project = temporaryDirectory();
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(path.join(ROOT, file), path.join(project, file));
  }
  for (const name of readdirSync(path.join(ROOT, 'packages'))) {
    mkdirSync(path.join(project, 'packages', name), { recursive: true });
    const manifest = path.join('packages', name, 'package.json');
    copyFileSync(path.join(ROOT, manifest), path.join(project, manifest));
  }
  cpSync(path.join(ROOT, '.changeset'), path.join(project, '.changeset'), { recursive: true });
  writeFileSync(path.join(project, 'CHANGELOG.md'), CHANGELOG);
  writeFileSync(
    path.join(project, '.changeset', 'one.md'),
    "---\n'cdk-users-api-cli': minor\n---\n\nA new thing.\n",
  );
  execFileSync('git', ['init', '--quiet', '.'], { cwd: project });

  const before = (await manifestsOf(project)).get('.')?.version;
  const script = path.join(ROOT, 'scripts/release-version.ts');
  execFileSync(process.execPath, [script], { cwd: project, stdio: 'pipe' });

  const after = await manifestsOf(project);
  const next = String(before).replace(
    /^(\d+)\.(\d+)\.\d+$/,
    (_, major, minor) => `${major}.${+minor + 1}.0`,
  );
  expect(after.get('.')?.version).toBe(next);
  expect(otherVersions(after)).toEqual([]);
  expect(readFileSync(path.join(project, 'CHANGELOG.md'), 'utf8')).toContain(`## ${next} (20`);
});

/** The jobs of the workflow, by their names. */
function jobs(): readonly (readonly [string, string])[] {
  return WORKFLOW.split(/^(?= {2}[\w-]+:\n {4})/m)
    .slice(1)
    .map((text) => [text.slice(2, text.indexOf(':')), text] as const);
}

describe('the workflow that publishes', () => {
  test('has actions only by the hash of a commit', () => {
    const uses = [...WORKFLOW.matchAll(/uses: (\S+)(.*)/g)];
    expect(uses.length).toBeGreaterThan(10);
    const loose = uses.filter(
      ([, action = '', version = '']) =>
        !/@[0-9a-f]{40}$/.test(action) || !/# v[\d.]+$/.test(version),
    );
    expect(loose.map(([line]) => line)).toEqual([]);
  });

  test('begins without any permission, and has no token for npm, PyPI and NuGet', () => {
    expect(WORKFLOW).toContain('\npermissions: {}\n');
    const secrets = [...WORKFLOW.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name);
    expect(secrets.filter((name) => !/^(MAVEN_|GO_REPOSITORY_TOKEN)/.test(String(name)))).toEqual(
      [],
    );
  });

  test('runs nothing with a right to write but actions, its own files and what a lock file has', () => {
    const allowed = [
      /^node scripts\/[\w-]+\.ts\b[^|&;]*$/,
      /^npm ci --ignore-scripts --prefix "\$PUBLIB"$/,
      /^"\$PUBLIB\/node_modules\/\.bin\/publib-\w+" [\w/-]+$/,
      /^python3 -m pip install --user --require-hashes --only-binary :all: --requirement [\w/.-]+$/,
      /^gh release /,
    ];
    const mayWrite = jobs().filter(([, text]) => /: write\n|secrets\.|environment: /.test(text));
    expect(mayWrite.map(([name]) => name)).toEqual(
      expect.arrayContaining(['pull-request', 'npm', 'pypi', 'maven', 'nuget', 'go', 'tag']),
    );
    const commands = mayWrite.flatMap(([, text]) =>
      [...text.matchAll(/ (?:run|version): (['"]?)(.+)\1$/gm)].map(([, , command = '']) => command),
    );
    const others = commands.filter((command) => !allowed.some((each) => each.test(command)));
    // The action for the pull request applies what another job made.
    expect(others).toEqual(['git apply ${{ runner.temp }}/version.patch']);
  });

  test('leaves no token in a checkout', () => {
    const checkouts = [...WORKFLOW.matchAll(/uses: actions\/checkout@.+\n((?: {8,}.+\n)*)/g)];
    expect(checkouts.length).toBeGreaterThan(5);
    const kept = checkouts.filter(
      ([, settings = '']) => !settings.includes('persist-credentials: false'),
    );
    expect(kept).toEqual([]);
  });

  test('sets the tag after everything is published', () => {
    const tag = jobs().find(([name]) => name === 'tag')?.[1] ?? '';
    const [, needed = ''] = tag.match(/needs: \[(.+)\]/) ?? [];
    const publishing = jobs().filter(([, text]) => /\n {4}environment: release\n/.test(text));
    expect(needed.split(', ')).toEqual(expect.arrayContaining(publishing.map(([name]) => name)));
  });

  test('publishes to every registry that jsii has a target for', () => {
    const { jsii } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    const jobs: Record<string, string> = {
      ...{ python: 'pypi', java: 'maven', dotnet: 'nuget', go: 'go' },
    };
    for (const target of Object.keys(jsii.targets)) {
      expect(WORKFLOW).toContain(`\n  ${jobs[target]}:\n`);
    }
    expect(WORKFLOW).toContain('\n  npm:\n');
  });
});
