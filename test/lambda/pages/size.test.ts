import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { renderPage } from '../../../lambda/pages/render.ts';
import { LANGUAGES } from '../../../lambda/pages/view.ts';
import { PAGE_ASSETS } from '../../../lib/contract/pages.ts';
import { pages } from '../../../scripts/bundle/pages.ts';
import { FIXTURES, frame } from './fixtures/index.ts';

const LIMIT = 15_000;
/** As they are served. */
const files = await pages(path.join(import.meta.dirname, '../../..'));
const sizeOf = (name: string) => Buffer.from(`${files.get(`${name}.gz.base64`)}`, 'base64').length;

describe.each(Object.entries(FIXTURES))('the page %s', (_, { view, outcome }) => {
  it.each(LANGUAGES)('has at most 15 kB in %s, all in', (language) => {
    const page = renderPage({ ...frame, language, ...(outcome && { outcome }) }, view);
    const assets = Object.keys(PAGE_ASSETS).map(sizeOf);
    const size = [gzipSync(page).length, ...assets].reduce((sum, one) => sum + one);
    expect(Math.min(...assets)).toBeGreaterThan(0);
    expect(size).toBeLessThanOrEqual(LIMIT);
  });
});
