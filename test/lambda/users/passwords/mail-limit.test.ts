import { describe, expect, test } from '@jest/globals';
import {
  askedAgain,
  REQUEST_INTERVAL,
  REQUEST_WINDOW,
  REQUESTS_AN_HOUR,
} from '../../../../lambda/users/passwords/mail-limit.ts';
import { ASKED_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';

const NOW = 1_767_225_600;

describe('a request for a mail', () => {
  test('is made where there was none before', () => {
    expect(askedAgain([], NOW)).toEqual({ asked: [NOW] });
  });

  test('waits for the rest of a minute after the last one', () => {
    expect(askedAgain([NOW], NOW)).toEqual({ retryAfter: REQUEST_INTERVAL });
    expect(askedAgain([NOW - REQUEST_INTERVAL + 1], NOW)).toEqual({ retryAfter: 1 });
    expect(askedAgain([NOW - REQUEST_INTERVAL], NOW)).toEqual({
      asked: [NOW - REQUEST_INTERVAL, NOW],
    });
  });

  test('waits until the first of six is an hour old', () => {
    const asked = [50, 40, 30, 20, 10, 5].map((minutes) => NOW - minutes * 60);
    expect(askedAgain(asked, NOW)).toEqual({ retryAfter: 600 });
    expect(askedAgain(asked, NOW + 600)).toEqual({ asked: [...asked.slice(1), NOW + 600] });
  });

  test('is made at most six times in any hour, however often it is asked for', () => {
    let asked: readonly number[] = [];
    const made: number[] = [];
    for (let at = NOW; at < NOW + 5 * REQUEST_WINDOW; at += 13) {
      const again = askedAgain(asked, at);
      if ('retryAfter' in again) continue;
      asked = again.asked;
      made.push(at);
    }
    const most = Math.max(
      ...made.map((from) => made.filter((at) => at >= from && at < from + REQUEST_WINDOW).length),
    );
    expect({ most, most_kept: asked.length }).toEqual({
      most: REQUESTS_AN_HOUR,
      most_kept: REQUESTS_AN_HOUR,
    });
  });

  test('is kept in as many attributes as requests count', () => {
    expect(ASKED_ATTRIBUTES).toHaveLength(REQUESTS_AN_HOUR);
  });
});
