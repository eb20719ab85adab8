import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { CONCERNS } from '../../lib/contract/index.ts';
import { documentNames } from '../../scripts/tables/documents.ts';
import { PROJECT } from './markdown.ts';

const read = (file: string) => readFileSync(path.join(PROJECT, file), 'utf8');
const withoutCode = (text: string) => text.replace(/^```.*?^```$/gms, '');

/** The anchors that GitHub gives to the headings of a document, and those that it has by itself. */
function anchorsOf(text: string): string[] {
  const headings = withoutCode(text).matchAll(/^#+ ([^\n]+)$/gm);
  const given = text.matchAll(/<a id="([\w-]+)"><\/a>/g);
  return [
    ...[...given].map(([, id = '']) => id),
    ...[...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  ];
}

/** Links of a document to files and headings of the project: as written, and where they lead. */
function linksOf(file: string) {
  const links = withoutCode(read(file)).matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)/g);
  return [...links].map(([link, target = '', anchor]) => ({
    link,
    file: target === '' ? file : path.join(path.dirname(file), target),
    anchor,
  }));
}

function isBroken({ file, anchor }: ReturnType<typeof linksOf>[number]): boolean {
  if (!existsSync(path.join(PROJECT, file))) return true;
  return anchor !== undefined && !anchorsOf(read(file)).includes(anchor);
}

describe('the documents', () => {
  let documents: string[];
  beforeAll(async () => {
    documents = await documentNames();
  });

  test('link to files and headings that exist', () => {
    const links = documents.flatMap((file) => linksOf(file).map((link) => ({ in: file, ...link })));
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter(isBroken)).toEqual([]);
  });

  test('with a link to no file, or to no heading of it, would be found', () => {
    const to = (file: string, anchor?: string) => isBroken({ link: '', file, anchor });
    expect({
      file: to('docs/nowhere.md'),
      heading: to('docs/security.md', 'nowhere'),
      both: to('docs/security.md', 'cdk-nag'),
    }).toEqual({ file: true, heading: true, both: false });
  });

  test('name files and folders that exist, for at least one concern', () => {
    const named = ['CONTRIBUTING.md', 'docs/contributing/tests.md', 'docs/architecture.md'].flatMap(
      (file) =>
        read(file).match(/(?<=`)(bin|lib|lambda|test|scripts|docs|packages)\/[^`]*(?=`)/g) ?? [],
    );
    expect(named.length).toBeGreaterThan(40);
    const isThere = (name: string) =>
      globSync(name.replace(/<\w+>/g, '*'), { cwd: PROJECT }).length > 0;
    expect(named.filter((name) => !isThere(name))).toEqual([]);
    expect(isThere('lambda/nowhere/<action>.ts')).toBe(false);
  });

  test('are all in the index', () => {
    const listed = linksOf('docs/README.md').map(({ file }) => file);
    const pages = documents.filter((file) => file.startsWith('docs/') && file !== 'docs/README.md');
    expect(pages.filter((file) => !listed.includes(file))).toEqual([]);
  });

  test('have an index of the concerns, in the order of the contract', () => {
    const rows = read('docs/README.md').matchAll(/^\| `([\w-]+)` \|/gm);
    expect([...rows].map(([, concern]) => concern)).toEqual(Object.keys(CONCERNS));
  });

  test('begin with a README without long lines and tables', () => {
    const lines = read('README.md').split('\n');
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
    expect(lines.filter((line) => line.startsWith('|'))).toEqual([]);
  });
});
