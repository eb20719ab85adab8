import { atMost } from './at-most.ts';
import { type Difference, differences } from './compare.ts';
import type { FaultSystem } from './fault-system.ts';
import { type Failing, failuresOf, type Prepared, prepare, type Run, request } from './request.ts';
import type { Scenario } from './scenario.ts';

export interface Outcome {
  readonly faults: number;
  readonly unmasked: readonly Difference[];
}

/** Scenarios at a time, and requests of one of them. */
const SCENARIOS = 5;
const REQUESTS = 4;

/**
 * Makes each request without a fault, then once for each of its calls and each way in which that can fail; and
 * compares what came of them.
 */
export async function runAll(
  system: FaultSystem,
  scenarios: readonly Scenario[],
): Promise<Outcome> {
  const runs: Run[] = [];
  await atMost(SCENARIOS, scenarios, async (one) => {
    runs.push(...(await runScenario(system, one)));
  });
  runs.push(...(await runCold(system, scenarios)));
  return outcomeOf(system, runs);
}

/**
 * The same for scenarios that change what others need: only those of different groups run at the same time. Their
 * functions read secrets whenever they are called.
 */
export async function runGroups(
  system: FaultSystem,
  groups: readonly (readonly Scenario[])[],
): Promise<Outcome> {
  const runs: Run[] = [];
  await atMost(groups.length, groups, (group) =>
    atMost(1, group, async (one) => {
      runs.push(...(await runScenario(system, one)));
    }),
  );
  return outcomeOf(system, runs);
}

async function runScenario(system: FaultSystem, scenario: Scenario): Promise<Run[]> {
  const shared = scenario.reads && (await prepare(system, scenario));
  const make = async (failing?: Failing) =>
    request(system, scenario, shared || (await prepare(system, scenario)), { failing });
  const first = await make();
  const runs: Run[] = [first];
  // A function that goes on keeps its keys: that it reads them at first is tried below.
  const own = first.calls.filter(
    ({ operation }) => scenario.alone || operation !== 'GetSecretValue',
  );
  await atMost(scenario.alone ? 1 : REQUESTS, failuresOf(own), async (failing) => {
    runs.push(await make(failing));
  });
  return runs;
}

/**
 * The secrets that a function reads at its first request, which begins a new thread: so they come when no other
 * scenario needs the function, with all that they need prepared.
 */
async function runCold(system: FaultSystem, scenarios: readonly Scenario[]): Promise<Run[]> {
  const functions = [...new Map(scenarios.map((one) => [`${one.action} ${one.of}`, one])).values()];
  const runs: Run[] = [];
  const make = async (lanes: readonly Lane[]) =>
    atMost(SCENARIOS, lanes, async ({ scenario, requests }) => {
      for (const { prepared, failing } of requests) {
        runs.push(await request(system, scenario, prepared, { failing, isCold: true }));
      }
    });
  await make(await prepareLanes(system, functions, () => [undefined]));
  const calls = new Map(runs.map((run) => [run.scenario, run.calls]));
  const failing = (scenario: Scenario) =>
    failuresOf((calls.get(scenario) ?? []).filter(({ service }) => service === 'secretsManager'));
  await make(await prepareLanes(system, functions, failing));
  return runs;
}

/** Requests of one function, one after another. */
interface Lane {
  readonly scenario: Scenario;
  readonly requests: readonly {
    readonly prepared: Prepared;
    readonly failing: Failing | undefined;
  }[];
}

async function prepareLanes(
  system: FaultSystem,
  scenarios: readonly Scenario[],
  failuresOf: (scenario: Scenario) => readonly (Failing | undefined)[],
): Promise<readonly Lane[]> {
  const lanes: Lane[] = [];
  await atMost(SCENARIOS, scenarios, async (scenario) => {
    const requests: { readonly prepared: Prepared; readonly failing: Failing | undefined }[] = [];
    for (const failing of failuresOf(scenario)) {
      const shared = scenario.reads ? requests[0]?.prepared : undefined;
      requests.push({ prepared: shared ?? (await prepare(system, scenario)), failing });
    }
    lanes.push({ scenario, requests });
  });
  return lanes;
}

/**
 * On a busy machine more than the one call can be late. So what differs is made once more, with nothing beside it, and
 * counts if it differs again. A call that only lateness had repeated is then no call of the request.
 */
async function outcomeOf(system: FaultSystem, runs: readonly Run[]): Promise<Outcome> {
  const faults = runs.filter(({ failing }) => failing !== undefined).length;
  const suspects = await differences(system, runs);
  if (suspects.length === 0) return { faults, unmasked: [] };
  const again: Run[] = [];
  const byScenario = Map.groupBy(suspects, ({ run }) => run.scenario);
  for (const [scenario, all] of byScenario) {
    const make = async ({ failing, isCold }: Pick<Run, 'failing' | 'isCold'>) =>
      request(system, scenario, await prepare(system, scenario), { failing, isCold });
    const peaceful = await make({ failing: undefined, isCold: all[0]?.run.isCold ?? false });
    again.push(peaceful);
    for (const { run } of all) if (makes(peaceful, run.failing)) again.push(await make(run));
  }
  return { faults, unmasked: await differences(system, again) };
}

function makes({ calls }: Run, failing: Failing | undefined): boolean {
  const { operation, nth = 0 } = failing ?? {};
  return calls.filter((call) => call.operation === operation).length >= nth;
}
