import { newTraceId } from 'cdk-users-api-local/lambda/trace-id';
import type { Fault } from '../../support/aws/fault-proxy.ts';
import { answerOf } from './effects.ts';
import { FaultClient } from './fault-client.ts';
import type { FaultSystem } from './fault-system.ts';
import type { Scenario } from './scenario.ts';
import { waysOf } from './ways.ts';

const SERVICES = ['dynamodb', 'secretsManager', 'eventBridge'] as const;

/** One call of a request. */
interface Call {
  readonly service: (typeof SERVICES)[number];
  readonly operation: string;
}

/** The one call of a request that fails. */
export interface Failing extends Call {
  /** Which call of this operation, from 1. */
  readonly nth: number;
  readonly way: string;
  readonly fault: Fault;
}

/** A request that is ready to be made. */
export interface Prepared {
  readonly client: FaultClient;
  readonly send: () => Promise<unknown>;
}

/** A request that was made, with nothing failing or one call. */
export interface Run {
  readonly scenario: Scenario;
  readonly client: FaultClient;
  readonly answer: string;
  /** What it shows of itself. */
  readonly looked: unknown;
  readonly failing: Failing | undefined;
  /** Whether the call that was to fail was made. */
  readonly reached: boolean;
  /** By a function that had just begun. */
  readonly isCold: boolean;
  /** Of the operations that it made, in order. */
  readonly calls: readonly Call[];
}

/** Milliseconds in which a preparation has to succeed: a busy machine answers late. */
const DEADLINE = 120_000;

export async function prepare(system: FaultSystem, scenario: Scenario): Promise<Prepared> {
  const deadline = performance.now() + DEADLINE;
  for (;;) {
    const client = new FaultClient(system);
    try {
      await system.keepRootFresh();
      return { client, send: await scenario.prepare(client) };
    } catch (cause) {
      if (performance.now() < deadline) continue;
      throw new Error(`${scenario.action} (${scenario.when}) can't be prepared`, { cause });
    }
  }
}

/** Makes a request, of which one call fails; and if it is to be cold, by a function that begins with it. */
export async function request(
  system: FaultSystem,
  scenario: Scenario,
  { client: by, send }: Prepared,
  {
    failing,
    isCold = false,
  }: { readonly failing?: Failing | undefined; readonly isCold?: boolean },
): Promise<Run> {
  if (isCold) await system.stack.functions.kill(system.functionOf(scenario.action, scenario.of));
  const traceId = newTraceId();
  // Requests that share what was prepared are told apart by what they send.
  const client = Object.assign(by, { traceId });
  if (failing) {
    const { service, operation, fault, nth } = failing;
    system[service].fail(operation, fault, { nth, traceId });
  }
  const answer = await send().catch((error: unknown) => ({ error: String(error) }));
  // Nothing of before may arrive in what comes next.
  if (scenario.alone) await settled(system);
  const taken = SERVICES.flatMap((service) =>
    system[service].take(traceId).map((call) => ({ ...call, service })),
  );
  return {
    ...{ scenario, client, failing, isCold },
    answer: answerOf(answer, client.about, scenario.form),
    looked: await scenario.look?.(client),
    reached: taken.some(({ fault }) => fault !== undefined),
    calls: taken.map(({ service, operation }) => ({ service, operation })),
  };
}

/** Every way in which each of these calls can fail. */
export function failuresOf(calls: readonly Call[]): Failing[] {
  return calls.flatMap(({ service, operation }, index) => {
    const nth = calls.slice(0, index + 1).filter((call) => call.operation === operation).length;
    return Object.entries(waysOf(operation)).map(([way, fault]) => {
      return { service, operation, nth, way, fault };
    });
  });
}

/** Waits for what the services were sent so far, late calls included. */
export async function settled(system: FaultSystem): Promise<void> {
  await Promise.all(SERVICES.map((service) => system[service].settled()));
}
