import { deserialize, serialize } from 'node:v8';
import { settle } from './settle.ts';
import { World } from './world.ts';

let settled: Promise<Buffer> | undefined;

/** A world in which people have settled: they do so once, and each program has a copy. */
export async function settledWorld(written: (world: World) => void): Promise<World> {
  settled ??= settleOnce(written);
  const copy = new World(written);
  restore(copy, deserialize(await settled));
  return copy;
}

async function settleOnce(written: (world: World) => void): Promise<Buffer> {
  const world = new World(written);
  await settle(world);
  if (world.violation !== undefined) throw new Error(`nobody can settle: ${world.violation}`);
  return serialize(stateOf(world));
}

type State = ReturnType<typeof stateOf>;

/** All that settling changes, as one graph: what is one object there is one in the copy. */
function stateOf({ table, ledger, stream, bus, seen, clock, ids, backends }: World) {
  const { conditions: _, ...items } = table;
  return {
    ...{ items, seen },
    clients: { ...ledger },
    reading: stream.reading,
    delivered: bus.delivered,
    now: clock.now(),
    ids: ids.count,
    drawn: backends.randomness.drawn,
  };
}

function restore(world: World, { items, clients, seen, ...state }: State): void {
  const { table, ledger, stream, bus, clock, ids, backends } = world;
  Object.assign(table, items);
  Object.assign(ledger, clients);
  Object.assign(world.seen, seen);
  Object.assign(stream.reading, state.reading);
  bus.delivered.push(...state.delivered);
  clock.advance((state.now.getTime() - clock.now().getTime()) / 1000);
  ids.count = state.ids;
  backends.randomness.drawn = state.drawn;
}
