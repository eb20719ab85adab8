import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ACTIONS } from '../../lib/private/actions.ts';

const ROOT = path.join(import.meta.dirname, '../../lambda');
const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g;

const filesOf = (folder: string) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(folder, file));
const source = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** What a file imports: packages by name, our own files by their path from the root of the repository. */
function importsOf(file: string): string[] {
  return [...source(file).matchAll(IMPORT)].map(([, specifier = '']) =>
    specifier.startsWith('.') ? path.join('lambda', path.dirname(file), specifier) : specifier,
  );
}

/** Files of a folder that import something it may not, with what that is. */
function strays(folder: string, allowed: readonly RegExp[]): string[] {
  return filesOf(folder).flatMap((file) =>
    importsOf(file)
      .filter((specifier) => !allowed.some((pattern) => pattern.test(specifier)))
      .map((specifier) => `${file} imports ${specifier}`),
  );
}

describe('imports point inward:', () => {
  test('the domain imports itself and Node, no SDK, no framework', () => {
    expect(filesOf('users').length).toBeGreaterThan(10);
    expect(strays('users', [/^lambda\/users\//, /^node:(crypto|url|util)$/])).toEqual([]);
  });

  test('transports and strategies import the domain, no adapter, no handler', () => {
    const allowed = [
      /^lambda\/(users|auth)\//,
      /^lib\/private\/actions\.ts$/,
      /^lambda\/describe-error\.ts$/,
      /^(jose|aws-lambda|node:crypto)$/,
    ];
    expect(filesOf('auth').length).toBeGreaterThan(5);
    expect(strays('auth', allowed)).toEqual([]);
  });

  test('of packages, transports and strategies use types alone', () => {
    for (const file of filesOf('auth')) {
      expect(source(file)).not.toMatch(/^import (?!type ).* from '(?!\.|node:)/m);
    }
  });

  test('adapters import the domain, no transport, no handler', () => {
    const inner = /^lambda\/(users|adapters)\//;
    const own = [inner, /^lib\/private\/actions\.ts$/, /^(?!lambda\/|lib\/|local\/)/];
    expect(strays('adapters', own)).toEqual([]);
  });

  test('the middlewares import neither adapters nor handlers', () => {
    const inner = /^lambda\/(users|auth|http)\//;
    const own = [inner, /^lambda\/describe-error\.ts$/, /^lib\/private\/(actions|metrics)\.ts$/];
    expect(strays('http', [...own, /^(@middy\/core|zod\/mini|aws-lambda)$/])).toEqual([]);
  });

  test('one file reads the environment', () => {
    const readers = filesOf('.').filter((file) => /\bprocess\s*\.\s*env\b/.test(source(file)));
    expect(readers).toEqual(['environment.ts']);
  });

  test('handlers alone are started by Lambda: nothing imports them', () => {
    const importers = filesOf('.').filter((file) =>
      importsOf(file).some((specifier) => specifier.startsWith('lambda/handlers/')),
    );
    expect(importers).toEqual([]);
  });
});

test('handlers load the user model where their row in the table of actions says so', () => {
  const loading = ACTIONS.filter(({ name }) =>
    /\buserModel\(\)/.test(source(`handlers/${name}.ts`)),
  );
  expect(loading).toEqual(ACTIONS.filter(({ settings }) => settings.includes('userModel')));
});
