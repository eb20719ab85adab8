/**
 * What requests ask of AWS: waits and calls as the end-to-end tests count them, CPU time as `npm run bench` measured it, memory
 * from the template. Only the units of a call are worked out here: a strong read of up to 4 KB is 1, and so is that of an item that
 * isn't there; a write of up to 1 KB is 1, in a transaction 2, conditions included
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
 */
import measured from '../../bench/measured.json' with { type: 'json' };
import { type Measured, ROUND_TRIPS } from '../../test/e2e/round-trips.ts';
import type { Figures } from '../stacks/figures.ts';
import type { Request } from './bill.ts';

interface Kind {
  readonly name: string;
  readonly of: Measured;
  readonly cpu: keyof typeof measured.cpuMs;
  readonly reads: number;
  readonly writes: number;
  readonly lines: number;
  readonly events?: number;
}

/** By the rows of `docs/round-trips.md`. */
export const KINDS = {
  register: {
    name: 'registrations, with `after-register`',
    of: ROUND_TRIPS.register,
    cpu: 'register',
    // Profile and credential in a transaction, and the entry of the profile in the list.
    ...{ reads: 0, writes: 2 * 2 + 1 },
    ...{ lines: 2, events: 1 },
  },
  login: {
    name: 'logins',
    of: ROUND_TRIPS.login,
    cpu: 'login',
    ...{ reads: 1, writes: 0, lines: 2 },
  },
  loginEvent: {
    name: 'logins, with `after-login`',
    of: ROUND_TRIPS.loginEvent,
    cpu: 'login',
    ...{ reads: 1, writes: 1, lines: 2, events: 1 },
  },
  loginStored: {
    name: 'logins whose session is stored',
    of: ROUND_TRIPS.loginStored,
    cpu: 'login',
    // The credential and the other sessions; the session and a condition on the credential in a transaction.
    ...{ reads: 2, writes: 2 * 2, lines: 2 },
  },
  getMe: {
    name: '`GET /me`, or the authorizer of a route of your own',
    of: ROUND_TRIPS.getMe,
    cpu: 'get-me',
    // The profile, and the session or the note that the token was revoked.
    ...{ reads: 2, writes: 0, lines: 1 },
  },
  refresh: {
    name: 'refreshes',
    of: ROUND_TRIPS.refresh,
    cpu: 'get-me',
    ...{ reads: 2, writes: 1, lines: 1 },
  },
  forgotPassword: {
    name: '`POST /forgot-password`, with its event',
    of: ROUND_TRIPS.forgotPassword,
    cpu: 'forgot-password',
    ...{ reads: 0, writes: 1, lines: 1, events: 1 },
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type RequestKind = keyof typeof KINDS;

export function requestOf(kind: RequestKind, { memory }: Figures): Request {
  const { of, cpu, reads, writes, lines, ...rest }: Kind = KINDS[kind];
  const mb = memory[of.action];
  if (mb === undefined) throw new Error(`no function of ${of.action}`);
  return {
    cpuMs: measured.cpuMs[cpu],
    memory: mb,
    waits: of.cost.roundTrips,
    ...{ reads, writes, lines },
    events: rest.events ?? 0,
  };
}

/**
 * The relay, called for one record: it reads the user where the record doesn't say enough, and puts the event. Its CPU time is
 * taken to be that of `GET /me`, which does as much.
 */
export function relayOf({ memory: { relay = 0 } }: Figures): Request {
  return {
    cpuMs: measured.cpuMs['get-me'],
    memory: relay,
    waits: 2,
    ...{ reads: 2, writes: 0, lines: 1, hasRoute: false },
  };
}
