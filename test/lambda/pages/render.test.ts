import { describe, expect, it } from '@jest/globals';
import { parse } from 'parse5';
import { renderPage } from '../../../lambda/pages/render.ts';
import { LANGUAGES } from '../../../lambda/pages/view.ts';
import { FIXTURES, frame } from './fixtures/index.ts';
import { elements, type Found } from './support/elements.ts';

const rendered = (name: string, more: Partial<typeof frame> = {}): readonly Found[] => {
  const fixture = FIXTURES[name];
  if (fixture === undefined) throw new Error(`no fixture ${name}`);
  const { view, outcome } = fixture;
  return elements(parse(renderPage({ ...frame, ...(outcome && { outcome }), ...more }, view)));
};

describe.each(Object.keys(FIXTURES))('the page %s', (name) => {
  const found = rendered(name);

  it('has one heading of the first level, which names the document', () => {
    const [title] = found.filter(({ tag }) => tag === 'title');
    const headings = found.filter(({ tag }) => tag === 'h1');
    expect(headings).toHaveLength(1);
    expect(title?.text).toContain(headings[0]?.text);
  });

  it('has ids that are there once, and refers to no other ones', () => {
    const ids = found.flatMap(({ attributes: { id } }) => (id === undefined ? [] : [id]));
    expect(ids).toEqual([...new Set(ids)]);
    const referred = found.flatMap(({ attributes }) =>
      ['for', 'aria-describedby', 'aria-labelledby', 'data-copy'].flatMap(
        (attribute) => attributes[attribute]?.split(' ') ?? [],
      ),
    );
    const anchors = found.flatMap(({ attributes: { href } }) =>
      href?.startsWith('#') ? [href.slice(1)] : [],
    );
    expect([...referred, ...anchors].filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('labels every field that is shown', () => {
    const labels = found.flatMap(({ tag, attributes }) =>
      tag === 'label' ? [attributes.for] : [],
    );
    const fields = found.filter(
      ({ tag, attributes: { type, hidden } }) =>
        ['input', 'select', 'textarea'].includes(tag) && type !== 'hidden' && hidden === undefined,
    );
    expect(fields.filter(({ attributes: { id } }) => !labels.includes(id))).toEqual([]);
  });

  it('puts the focus on one field at most', () => {
    expect(found.filter(({ attributes }) => 'autofocus' in attributes).length).toBeLessThan(2);
    expect(found.filter(({ attributes }) => 'tabindex' in attributes)).toEqual([]);
  });

  it('has nothing inline that its policy forbids', () => {
    expect(found.filter(({ tag }) => tag === 'style')).toEqual([]);
    expect(found.filter(({ tag, attributes }) => tag === 'script' && !attributes.src)).toEqual([]);
    const names = found.flatMap(({ attributes }) => Object.keys(attributes));
    expect(
      names.filter((attribute) => attribute === 'style' || attribute.startsWith('on')),
    ).toEqual([]);
  });

  it('posts every form to an action, with the page that it is on and where to go then', () => {
    const forms = found.filter(({ tag }) => tag === 'form');
    for (const { attributes } of forms) {
      expect(attributes.method).toBe('post');
      expect(attributes.action).toMatch(/^\/users\/[^{}]*$/);
    }
    const named = (wanted: string) =>
      found.filter(({ attributes }) => attributes.name === wanted && attributes.type === 'hidden');
    expect(named('_page')).toHaveLength(forms.length);
    expect(named('_next')).toHaveLength(forms.length);
  });

  it('is in the language and the direction of its frame', () => {
    const html = LANGUAGES.map((language) => {
      const [root] = rendered(name, { language });
      return [root?.attributes.lang, root?.attributes.dir];
    });
    expect(html).toEqual(
      LANGUAGES.map((language) => [language, language === 'ar' ? 'rtl' : 'ltr']),
    );
  });

  it('shows no form and no link to what there is not', () => {
    const bare = rendered(name, { actions: {}, pages: {} });
    expect(bare.filter(({ tag }) => tag === 'form')).toEqual([]);
  });
});

it('a login that has its token does not wait for one behind the # of the address', () => {
  const waiting = (name: string) =>
    rendered(name).filter(({ attributes }) => attributes['data-with-hash'] !== undefined).length;
  expect({
    given: waiting('second-factor'),
    missing: waiting('second-factor-expired'),
  }).toEqual({ given: 0, missing: 1 });
});
