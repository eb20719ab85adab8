import { UsersError } from '../../lambda/users/errors.ts';
import type { Attempt } from './attempt.ts';
import { AFTER_STEPS, AFTER_WRITES, AT_THE_END } from './invariants/index.ts';
import type { Invariant } from './invariants/invariant.ts';
import { Choice, type Program, type Step } from './program.ts';
import { kindOf } from './steps/index.ts';
import { relayAll } from './world/relaying.ts';
import { settledWorld } from './world/settled.ts';
import { SLOTS, type Slot, type World } from './world/world.ts';

/** What became of a program. */
export interface Run {
  /** The first promise that was broken. */
  readonly violation: string | undefined;
  /** What was asked, in words, and what the answer was; steps beside one another have one number. */
  readonly transcript: readonly string[];
  readonly steps: number;
  readonly calls: number;
  readonly faults: number;
  /** Calls that were made while others waited. */
  readonly choices: number;
  /** What the table has in the end: equal for equal runs. */
  readonly state: string;
}

/** A bug, in a world that has settled. */
export type Planted = (world: World) => void;

/** Runs a program; the same program runs the same way, whenever and wherever. */
export async function run(program: Program, planted?: Planted): Promise<Run> {
  const world = await settledWorld(written);
  planted?.(world);
  const transcript: string[] = [];
  let steps = 0;
  for (const burst of bursts(program)) {
    steps += await besideOneAnother(world, burst, transcript);
    await check(world, AFTER_STEPS);
    if (world.violation !== undefined) break;
  }
  if (world.violation === undefined) {
    await relayAll(world);
    await check(world, AT_THE_END);
  }
  const { violation, count, scheduler } = world;
  const { choices } = scheduler;
  return { violation, transcript, steps, ...count, choices, state: stateOf(world) };
}

/** Steps that run beside one another. */
function bursts(program: Program): Step[][] {
  const all: Step[][] = [];
  for (const step of program) {
    const last = all.at(-1);
    if (last && step.beside && last.length < SLOTS) last.push(step);
    else all.push([step]);
  }
  return all;
}

async function besideOneAnother(world: World, burst: readonly Step[], transcript: string[]) {
  const begun = burst.flatMap((step, index) => {
    const slot = world.slots[index];
    const attempt = slot && kindOf(step.ticket).begin(world, slot.parts, new Choice(step));
    return slot && attempt ? [{ slot, step, attempt }] : [];
  });
  const answers = begun.map(({ slot, step, attempt }) => answered(world, slot, step, attempt));
  await world.scheduler.run();
  const said = await Promise.all(answers);
  for (const [index, { step, attempt }] of begun.entries()) {
    const faults = step.faults.map(({ call, fault }) => `call ${call + 1} ${fault}`);
    const order = step.order === 0 ? [] : [`order ${step.order}`];
    const conditions = [...order, ...faults].join(', ');
    transcript.push(
      `${index === 0 ? '-' : '  beside it:'} ${attempt.says}${conditions && ` (${conditions})`}: ${said[index]}`,
    );
  }
  return begun.length;
}

/** Makes a request, and holds its answer against the table. */
async function answered(world: World, slot: Slot, step: Step, attempt: Attempt): Promise<string> {
  slot.calls.begin(step);
  slot.changes = 0;
  let held = attempt.holds?.() ?? true;
  slot.holds = () => (held ||= attempt.holds?.() ?? true);
  try {
    const answer = await attempt.ask();
    held ||= attempt.holds?.() ?? true;
    slot.holds = undefined;
    if (!held) world.broken(`"${attempt.says}" was answered with success, and it was never true`);
    const broken = await attempt.succeeded?.(answer as never);
    if (typeof broken === 'string') world.broken(broken);
    return 'done';
  } catch (error) {
    slot.holds = undefined;
    if (!(error instanceof UsersError)) {
      world.broken(`"${attempt.says}" failed: ${error instanceof Error ? error.stack : error}`);
      return 'failed';
    }
    const { code } = error;
    await attempt.refused?.(code);
    if (attempt.row && !refusalsOf(attempt.row).includes(code)) {
      world.broken(`"${attempt.says}" was refused with ${code}, of which its row says nothing`);
    }
    if (code !== 'SERVICE_UNAVAILABLE' && slot.changes > 0 && !attempt.refusalChanges) {
      world.broken(`"${attempt.says}" was refused with ${code}, and it changed something`);
    }
    return code;
  }
}

const refusalsOf = ({ refuses = [] }: NonNullable<Attempt['row']>): readonly string[] => [
  ...refuses.map((each) => (typeof each === 'string' ? each : each.text)),
  'SERVICE_UNAVAILABLE',
];

function written(world: World): void {
  const { table, seen } = world;
  for (const id of table.byId.keys()) seen.users.add(id);
  for (const id of table.sessions.keys()) seen.sessions.add(id);
  for (const each of world.slots) each.holds?.();
  for (const invariant of AFTER_WRITES) {
    const broken = invariant(world);
    if (broken !== undefined) world.broken(broken);
  }
}

async function check(world: World, invariants: readonly Invariant[]): Promise<void> {
  for (const invariant of invariants) {
    if (world.violation !== undefined) return;
    const broken = await invariant(world);
    if (broken !== undefined) world.broken(broken);
  }
}

function stateOf({ table, ledger, bus }: World): string {
  return JSON.stringify([
    [...table.byId],
    [...table.sessions],
    [...table.revoked],
    [...table.accounts],
    [...table.requests],
    [...table.totp],
    [...table.recoveryCodes],
    table.stream,
    ledger.access.length,
    bus.delivered,
  ]);
}
