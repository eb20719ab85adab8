import { describe, expect, test } from '@jest/globals';
import { filled, withGaps } from '../../lib/contract/gaps.ts';

const isUnknown = (value: unknown) =>
  typeof value === 'string' ? value.includes('?') : Array.isArray(value) && value[0] === '?list';
const known = (value: unknown) =>
  typeof value === 'string' ? value.replace('?', 'known.') : ['a', 'b'];

describe('a text with gaps', () => {
  const value = [
    { name: 'one', id: '?id', scopes: ['openid', '?scope'], provider: { issuer: 'https://?/a' } },
    { name: 'two', id: '?id', scopes: ['?list'], gone: undefined },
  ];
  const { text, values } = withGaps(value, isUnknown);

  test('says what is known, and nothing of what is not', () => {
    expect(JSON.parse(text)).toEqual([
      {
        name: 'one',
        id: '\u001a0',
        scopes: ['openid', '\u001a1'],
        provider: { issuer: '\u001a2' },
      },
      { name: 'two', id: '\u001a0', scopes: '\u001a3' },
    ]);
  });

  test('has each value that follows once', () => {
    expect(values).toEqual(['?id', '?scope', 'https://?/a', ['?list']]);
  });

  test('is the whole value again with those that followed', () => {
    expect(filled(text, values.map(known))).toEqual([
      {
        name: 'one',
        id: 'known.id',
        scopes: ['openid', 'known.scope'],
        provider: { issuer: 'https://known./a' },
      },
      { name: 'two', id: 'known.id', scopes: ['a', 'b'] },
    ]);
  });

  test('takes nothing for a gap that is a value', () => {
    const properties = {
      gap: { type: 'string' },
      '\u001a': 1,
      text: '\u001a0',
      twice: '\u001a\u001a',
    };
    const whole = withGaps({ id: '?id', properties }, isUnknown);
    expect(filled(whole.text, ['known'])).toEqual({ id: 'known', properties });
  });

  test('has none where all is known', () => {
    const whole = withGaps([{ name: 'one' }, null, 1, true], isUnknown);
    expect(whole).toEqual({ text: '[{"name":"one"},null,1,true]', values: [] });
    expect(filled(whole.text, [])).toEqual([{ name: 'one' }, null, 1, true]);
  });
});
