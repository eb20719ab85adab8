/** The arithmetic of `docs/cost.md`: quantities times list prices. */
import list from './prices.json' with { type: 'json' };

export const REGIONS = ['us-east-1', 'eu-central-1'] as const;
export type Region = (typeof REGIONS)[number];

/** What AWS bills, by the names of the price list. */
export type Quantities = Partial<Record<keyof typeof list.prices, number>>;

/** What one request asks of AWS. */
export interface Request {
  /** CPU time of the function in milliseconds, as measured on a development machine. */
  readonly cpuMs: number;
  /** Memory of the function in MB. */
  readonly memory: number;
  /** Waits for DynamoDB or EventBridge, one after another. */
  readonly waits: number;
  readonly reads: number;
  readonly writes: number;
  /** Lines in the logs, beside those that Lambda and API Gateway write. */
  readonly lines: number;
  /** Left out for a function without a route. */
  readonly hasRoute?: boolean;
  /** Events that the relay publishes for it, each in a call of its own, as at little traffic. */
  readonly events?: number;
}

/** Memory at which Lambda gives a function one vCPU. */
export const FULL_CPU_MB = 1769;
/** A vCPU of Lambda is taken to need this much of the time that was measured. */
export const SLOWER = 1.5;
/** A wait for DynamoDB in the Region, in milliseconds. */
export const WAIT_MS = 5;
/** Bytes of a line, with the 26 that CloudWatch adds to each. */
export const BYTES = {
  /** Of the function itself: a request, or a count in the embedded metric format. */
  line: 380,
  /** `platform.start` and `platform.report`. */
  lambda: 650,
  access: 360,
} as const;

/** Milliseconds that Lambda bills: a function with less memory gets less of a vCPU. */
export function billedMs({ cpuMs, memory, waits }: Request): number {
  return cpuMs * SLOWER * Math.max(1, FULL_CPU_MB / memory) + waits * WAIT_MS;
}

/** What a number of requests asks of AWS; a relay call for each event is one of them. */
export function quantitiesOf(request: Request, times: number, relay?: Request): Quantities {
  const { hasRoute = true, events = 0, reads, writes, lines, memory } = request;
  const bytes = lines * BYTES.line + BYTES.lambda + (hasRoute ? BYTES.access : 0);
  const own: Quantities = {
    ...(hasRoute && { httpRequest: times }),
    lambdaRequest: times,
    lambdaGbSecond: (times * (billedMs(request) / 1000) * memory) / 1024,
    readUnit: reads * times,
    writeUnit: writes * times,
    loggedGb: (bytes * times) / 1e9,
  };
  if (events === 0) return own;
  if (relay === undefined) throw new Error('an event needs the relay');
  return sum(own, { event: events * times }, quantitiesOf(relay, events * times));
}

export function sum(...all: readonly Quantities[]): Quantities {
  const names = Object.keys(list.prices) as (keyof Quantities)[];
  return Object.fromEntries(
    names.map((name) => [name, all.reduce((total, each) => total + (each[name] ?? 0), 0)]),
  );
}

/** Dollars for each item of the price list. */
export function priced(quantities: Quantities, region: Region): Required<Quantities> {
  return Object.fromEntries(
    Object.entries(list.prices).map(([name, price]) => [
      name,
      ((quantities[name as keyof Quantities] ?? 0) * price[region]) / price.per,
    ]),
  ) as Required<Quantities>;
}

export function total(quantities: Quantities, region: Region): number {
  return Object.values(priced(quantities, region)).reduce((all, each) => all + each, 0);
}

/** What Cognito bills for the users that were active in a month. */
export function cognito(plan: 'Lite' | 'Essentials', users: number): number {
  let [from, price] = [list.cognito.free, 0];
  for (const { upTo, perUser } of list.cognito[plan]) {
    price += Math.max(0, Math.min(users, upTo) - from) * perUser;
    from = upTo;
  }
  return price;
}
