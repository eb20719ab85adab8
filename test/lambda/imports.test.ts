import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = path.join(import.meta.dirname, '../../lambda');
const CONTRACT = /^lib\/contract\//;
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
  test('the domain imports itself, the contract and Node, no SDK, no framework', () => {
    expect(filesOf('users').length).toBeGreaterThan(10);
    const allowed = [/^lambda\/users\//, CONTRACT, /^node:(crypto|url|util)$/];
    expect(strays('users', allowed)).toEqual([]);
  });

  test('transports and strategies import the domain, no adapter, no handler', () => {
    const allowed = [
      /^lambda\/(users|auth)\//,
      CONTRACT,
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
    const own = [inner, CONTRACT, /^(?!lambda\/|lib\/)/];
    expect(strays('adapters', own)).toEqual([]);
  });

  test('the middlewares import neither adapters nor handlers', () => {
    const inner = /^lambda\/(users|auth|http)\//;
    const own = [inner, /^lambda\/describe-error\.ts$/, CONTRACT];
    expect(strays('http', [...own, /^(@middy\/core|zod\/mini|aws-lambda)$/])).toEqual([]);
  });

  test('the runtime does not know that it can run on one machine', () => {
    expect(strays('.', [/^(?!packages\/|cdk-users-api-local)/])).toEqual([]);
  });

  test('nothing reads the environment but the admin client: handlers are given it', () => {
    const readers = filesOf('.').filter((file) => /\bprocess\s*\.\s*env\b/.test(source(file)));
    expect(readers).toEqual(['exports/admin.ts']);
  });

  test('parts are composed without the middlewares, and handlers of both', () => {
    const inner = /^lambda\/(users|auth|adapters|composition)\//;
    expect(filesOf('composition').length).toBeGreaterThan(5);
    expect(strays('composition', [inner, CONTRACT, /^@aws-sdk\//])).toEqual([]);
  });

  test('handlers alone are started by Lambda: nothing imports them', () => {
    const importers = filesOf('.').filter((file) =>
      importsOf(file).some((specifier) => specifier.startsWith('lambda/handlers/')),
    );
    expect(importers).toEqual([]);
  });
});
