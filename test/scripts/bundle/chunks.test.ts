import { expect, test } from '@jest/globals';
import { chunksOf } from '../../../scripts/bundle/chunks.ts';

/** Chunks of sources with so many bytes, by what each entry loads; the entries that load each of them. */
function made(
  entries: Readonly<Record<string, readonly string[]>>,
  bytes: Readonly<Record<string, number>>,
  imports: Readonly<Record<string, readonly string[]>> = {},
) {
  const chunks = chunksOf({
    entries: new Map(Object.entries(entries).map(([name, loaded]) => [name, new Set(loaded)])),
    bytes: new Map(Object.entries(bytes)),
    imports: new Map(Object.entries(imports)),
  });
  return Object.fromEntries(
    chunks.map(({ sources, loadedBy }) => [sources.toSorted().join(), [...loadedBy].join()]),
  );
}

const ENTRIES = {
  one: ['small', 'first'],
  two: ['small', 'last'],
  three: ['small', 'first', 'last'],
};

test('small ones are one file', () => {
  expect(made(ENTRIES, { small: 100, first: 100, last: 100 })).toEqual({
    'first,last,small': 'one,two,three',
  });
});

test('a large one is a file of its own, which only those load that need it', () => {
  expect(made(ENTRIES, { small: 100, first: 100, last: 100_000 })).toEqual({
    'first,small': 'one,two,three',
    last: 'two,three',
  });
});

test('what one entry alone loads is in the file of the entry, and joined with nothing', () => {
  const entries = { one: ['shared', 'own'], two: ['shared'] };
  expect(made(entries, { shared: 10, own: 10 })).toEqual({ shared: 'one,two', own: 'one' });
});

test('what is loaded by more entries is loaded with all that it imports, so that no two files import each other', () => {
  const entries = {
    one: ['first', 'large', 'needed'],
    two: ['first', 'last', 'large', 'needed'],
    three: ['last'],
    four: ['last'],
    five: ['last', 'first', 'large', 'needed'],
  };
  const bytes = { first: 10, last: 10, large: 1, needed: 1 };
  const chunks = made(entries, bytes, { first: ['needed'], needed: ['large'] });
  for (const [sources, loadedBy] of Object.entries(chunks)) {
    for (const source of sources.split(',')) {
      for (const imported of { first: ['needed'], needed: ['large'] }[source] ?? []) {
        const holder = Object.entries(chunks).find(([each]) => each.split(',').includes(imported));
        expect(holder?.[1].split(',')).toEqual(expect.arrayContaining(loadedBy.split(',')));
      }
    }
  }
});

test('a file is not joined to another whose imports would cost more than it saves', () => {
  const entries = { one: ['first', 'large'], two: ['first', 'large', 'last'], three: ['last'] };
  const bytes = { first: 10, last: 10, large: 100_000 };
  expect(made(entries, bytes, { first: ['large'] })).toEqual({
    'first,large': 'one,two',
    last: 'two,three',
  });
});

test('a join that promises more than it is worth is not made either where nothing else is left to join', () => {
  const many = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`of${at}`, ['large']]));
  const entries = {
    one: ['first', 'last', 'large'],
    two: ['last', 'large'],
    five: ['first'],
    ...many,
  };
  const bytes = { first: 100, last: 5_000, large: 1_000_000 };
  expect(made(entries, bytes, { last: ['large'] })).toMatchObject({
    first: 'one,five',
    last: 'one,two',
  });
});
