import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../src/init/language.ts';
import { TEMPLATES } from '../../src/templates.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

describe('the templates', () => {
  const { devDependencies: ours } = json(path.join(ROOT, 'package.json'));
  const template = (language: string) => json(path.join(TEMPLATES, language, 'package.json'));

  test.each(LANGUAGES)(
    'in %s have the versions that this repository is tested with',
    (language) => {
      const { dependencies, devDependencies, scripts } = template(language);
      const ranges = Object.entries<string>({ ...dependencies, ...devDependencies });
      const others = ranges.filter(([name]) => !name.startsWith('cdk-users-api'));
      expect(others).toEqual(others.map(([name]) => [name, `^${ours[name]}`]));
      expect(scripts.cdk).toBe(`npx --yes aws-cdk@${ours['aws-cdk']}`);
    },
  );

  test('check types with the compiler of this repository', () => {
    expect(template('typescript').scripts.typecheck).toContain(`typescript@${ours.typescript} `);
  });

  test.each(LANGUAGES)('in %s have the feature flags that the CDK recommends', (language) => {
    const { context } = json(path.join(TEMPLATES, language, 'cdk.json'));
    const flags = json(path.join(ROOT, 'node_modules/aws-cdk-lib/recommended-feature-flags.json'));
    expect(context).toEqual(flags);
  });
});
