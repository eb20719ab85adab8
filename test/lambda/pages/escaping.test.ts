import { describe, expect, it } from '@jest/globals';
import { parse } from 'parse5';
import { renderPage } from '../../../lambda/pages/render.ts';
import type { Frame, View } from '../../../lambda/pages/view.ts';
import { FIXTURES, type Fixture, frame } from './fixtures/index.ts';
import { elements } from './support/elements.ts';

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;`;

/** Strings that choose what a page is made of, and aren't shown. */
const CHOICES = new Set([
  ...['page', 'kind', 'methods', 'language', 'languages', 'action', 'code', 'type', 'field'],
  ...['created_at', 'last_used_at'],
]);

/** The same value, with every string of it replaced. */
function spoilt<Value>(value: Value, by: (text: string) => string): Value {
  if (typeof value === 'string') return by(value) as Value;
  if (Array.isArray(value)) return value.map((one) => spoilt(one, by)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, CHOICES.has(key) ? one : spoilt(one, by)]),
  ) as Value;
}

const rendered = ({ view, outcome }: Fixture, by: (text: string) => string) => {
  const spoiltFrame = spoilt<Frame>({ ...frame, ...(outcome && { outcome }) }, by);
  return elements(parse(renderPage(spoiltFrame, spoilt<View>(view, by))));
};

/** The elements of a page with the names of their attributes. */
const shapeOf = (fixture: Fixture, by: (text: string) => string) =>
  rendered(fixture, by).map(({ tag, attributes }) => [tag, ...Object.keys(attributes)].join(' '));

describe.each(Object.entries(FIXTURES))('the page %s', (_, fixture) => {
  it('has the same elements and attributes whatever its texts are', () => {
    const harmless = 'x'.repeat(HOSTILE.length);
    const expected = shapeOf(fixture, (text) => `${text}${harmless}`);
    expect(shapeOf(fixture, (text) => `${text}${HOSTILE}`)).toEqual(expected);
  });

  it('leads to no URL that runs a script', () => {
    const followed = ['href', 'src', 'action', 'formaction'];
    const urls = rendered(fixture, () => ' javascript:alert(1)').flatMap(({ attributes }) =>
      followed.flatMap((name) => attributes[name] ?? []),
    );
    expect(urls.filter((url) => /^\s*javascript:/i.test(url))).toEqual([]);
  });
});
