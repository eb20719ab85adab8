import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { renderPage } from '../../../lambda/pages/render.ts';
import { LANGUAGES } from '../../../lambda/pages/view.ts';
import { FIXTURES, frame } from './fixtures/index.ts';

const LIMIT = 15_000;
const ASSETS = path.join(import.meta.dirname, '../../../lambda/pages/assets');

const gzipped = (content: string | Buffer) => gzipSync(content).length;

describe.each(Object.entries(FIXTURES))('the page %s', (_, { view, outcome }) => {
  it.each(LANGUAGES)('has at most 15 kB in %s, all in', (language) => {
    const page = renderPage({ ...frame, language, ...(outcome && { outcome }) }, view);
    const assets = ['style.css', 'script.js'].map((name) => readFileSync(path.join(ASSETS, name)));
    const size = [page, ...assets].map(gzipped).reduce((sum, one) => sum + one);
    expect(size).toBeLessThanOrEqual(LIMIT);
  });
});
