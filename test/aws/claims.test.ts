import { describe, expect, test } from '@jest/globals';
import { seenInAws } from '../../scripts/tables/aws-claims.ts';
import { CHECKS } from './claims/claim.ts';
import { CLAIMS } from './claims/index.ts';
import { readRecord } from './record.ts';

describe('the claims about AWS', () => {
  test('have each an id of its own, AWS’s document or the standard, and a command', () => {
    const ids = CLAIMS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
    const bad = CLAIMS.filter(
      ({ source, hand }) =>
        !/^https:\/\/(docs\.aws\.amazon\.com|openid\.net)\//.test(source) ||
        hand.trim() === '' ||
        hand.includes('\n'),
    );
    expect(bad.map(({ id }) => id)).toEqual([]);
  });

  test('have each a check, or say why they can only be checked by hand', () => {
    const unclear = CLAIMS.filter(
      ({ check, byHand }) => (check === undefined) === (byHand === undefined) || byHand === '',
    );
    expect(unclear.map(({ id }) => id)).toEqual([]);
  });

  test('give every check something to show', () => {
    const shown = new Set(CLAIMS.map(({ check }) => check));
    expect(CHECKS.filter((name) => !shown.has(name))).toEqual([]);
  });
});

describe('the committed record', () => {
  test('is of AWS itself, and of claims that are in the list', () => {
    const record = readRecord();
    expect(record.on).toBe('AWS');
    const ids = CLAIMS.map(({ id }) => id);
    expect(record.claims.filter(({ claim }) => !ids.includes(claim))).toEqual([]);
    expect(record.claims.length === 0).toBe(record.date === null);
  });

  test('is counted in the README, all of which was seen and all of which was not', () => {
    const seen = readRecord().claims.filter(({ result }) => result === 'pass').length;
    const text = seenInAws();
    expect(text).toContain(`${CLAIMS.length} claims`);
    expect(text).toContain(seen === 0 ? 'None has been seen' : `${seen} were seen`);
  });
});
