/** How long answers of Lambda take, worked out from CPU time that was measured (`npm run bench` and `npm run bench:cold`). */
import measured from '../../../bench/measured.json' with { type: 'json' };
import { ROUND_TRIPS } from '../../../test/e2e/round-trips.ts';
import { FULL_CPU_MB, SLOWER, WAIT_MS } from '../bill.ts';

export type Layout = keyof typeof measured.coldCpuMs;

/** Actions that people ask for, by the measured one that does as much: of others nothing was measured. */
const LIKE = {
  register: 'register',
  'request-verify-token': 'forgot-password',
  verify: 'forgot-password',
  login: 'login',
  refresh: 'get-me',
  'get-me': 'get-me',
  'update-me': 'get-me',
  'forgot-password': 'forgot-password',
  'reset-password': 'register',
  logout: 'get-me',
} as const satisfies Readonly<Record<string, keyof typeof measured.cpuMs>>;

export type Asked = keyof typeof LIKE;

export const ASKED = Object.keys(LIKE) as readonly Asked[];

/** Milliseconds of an answer, and those that Lambda bills. */
export interface Answer {
  readonly ms: number;
  readonly billedMs: number;
}

/** Which environment of a function answers: a new one, one that has only answered others of its group, or one that has answered the same. */
export type Environment = 'cold' | 'joining' | 'warm';

/** Until Lambda has a place with the code in which Node.js starts. It isn't billed, and is taken to be this long. */
export const PLACE_MS = 100;

/** Waits of the first answer of an environment, beside those of each: for a connection, and for the secret. */
export const FIRST_WAITS = 2;

const WAITS: Readonly<Record<keyof typeof measured.cpuMs, number>> = {
  register: ROUND_TRIPS.register.cost.roundTrips,
  login: ROUND_TRIPS.login.cost.roundTrips,
  'get-me': ROUND_TRIPS.getMe.cost.roundTrips,
  'forgot-password': ROUND_TRIPS.forgotPassword.cost.roundTrips,
};

/** An answer of a function with so much memory. A start has a whole vCPU until the code is loaded, whatever the memory is. */
export function answerOf(
  asked: Asked,
  environment: Environment,
  { layout, memory }: { readonly layout: Layout; readonly memory: number },
): Answer {
  const like = LIKE[asked];
  const { loaded, first } = measured.coldCpuMs[layout][like];
  const answered = (cpuMs: number, waits: number) =>
    cpuMs * SLOWER * Math.max(1, FULL_CPU_MB / memory) + waits * WAIT_MS;
  switch (environment) {
    case 'cold': {
      const billedMs = loaded * SLOWER + answered(first, WAITS[like] + FIRST_WAITS);
      return { ms: PLACE_MS + billedMs, billedMs };
    }
    case 'joining': {
      const ms = answered(measured.coldCpuMs.grouped[like].joining, WAITS[like]);
      return { ms, billedMs: ms };
    }
    case 'warm': {
      const ms = answered(measured.cpuMs[like], WAITS[like]);
      return { ms, billedMs: ms };
    }
  }
}
