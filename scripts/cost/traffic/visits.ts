/** Small traffic: people who come and do a few things, more by day than by night. */
import type { Asked } from './answers.ts';

/** Numbers from 0 to 1. */
type Random = () => number;

export interface Request {
  /** Milliseconds since the first midnight. */
  readonly at: number;
  readonly asked: Asked;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What of a day's visits begins in each hour of it, as weights: a site whose users share one time zone. Made up. */
const BY_HOUR: readonly number[] = [
  ...[2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 10],
  ...[9, 9, 10, 10, 10, 10, 11, 12, 12, 10, 7, 4],
];
const OF_ALL = BY_HOUR.reduce((sum, weight) => sum + weight, 0);
const MOST = Math.max(...BY_HOUR);

/** Milliseconds between two requests of a visit, on average. */
const PAUSE_MS = 20_000;

/** What people do who come, and how many of them. Made up. */
const KINDS: readonly { readonly share: number; readonly asked: readonly Asked[] }[] = [
  {
    share: 0.1,
    asked: [
      ...(['register', 'request-verify-token', 'verify', 'login'] as const),
      ...(['get-me', 'update-me', 'get-me'] as const),
    ],
  },
  { share: 0.05, asked: ['forgot-password', 'reset-password', 'login', 'get-me', 'get-me'] },
  { share: 0.4, asked: ['login', 'get-me', 'get-me', 'get-me', 'logout'] },
  { share: 0.45, asked: ['refresh', 'get-me', 'get-me', 'get-me'] },
];

/** Requests of a visit, on average. */
const OF_A_VISIT = KINDS.reduce((sum, { share, asked }) => sum + share * asked.length, 0);

/** Requests in their order, of as many days as it takes to have about this many. */
export function requestsOf(perDay: number, atLeast: number, random: Random): readonly Request[] {
  const days = Math.ceil(atLeast / perDay);
  const visitsPerDay = perDay / OF_A_VISIT;
  /** Visits a millisecond in the hour with most; of those in other hours some are left out. */
  const rate = (visitsPerDay * MOST) / OF_ALL / HOUR;
  const requests: Request[] = [];
  for (let at = later(random, 1 / rate); at < days * DAY; at += later(random, 1 / rate)) {
    const weight = BY_HOUR[Math.floor((at % DAY) / HOUR)] ?? 0;
    if (random() * MOST < weight) requests.push(...visit(at, random));
  }
  return requests.toSorted((one, other) => one.at - other.at);
}

function visit(start: number, random: Random): Request[] {
  let [at, left] = [start, random()];
  const kind = KINDS.find(({ share }) => {
    left -= share;
    return left < 0;
  });
  return (kind?.asked ?? []).map((asked, index) => {
    if (index > 0) at += later(random, PAUSE_MS);
    return { at, asked };
  });
}

/** Milliseconds until the next of events that come by themselves, so long on average. */
const later = (random: Random, average: number) => -Math.log(1 - random()) * average;
