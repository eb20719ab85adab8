import type { World } from '../world/world.ts';

/** Says how a promise is broken; `undefined` while it is kept. */
export type Invariant = (world: World) => string | undefined | Promise<string | undefined>;

/** One that is asked after every write, and so answers at once. */
export type TableInvariant = (world: World) => string | undefined;
