import { relay as relayBatch } from '../../../lambda/users/events/relay.ts';
import type { StepKind } from '../attempt.ts';
import { relaying } from '../world/relaying.ts';

/** The relay gets a batch of one shard; what it gives back is delivered again. */
export const relay: StepKind = {
  name: 'relay',
  weight: 36,
  begin(world, parts, choice) {
    const free = world.stream.shards.filter(({ waiting, isBusy }) => waiting.length > 0 && !isBusy);
    const shard = choice.what(free);
    if (!shard) return undefined;
    const size = choice.who([10, 2, 10]);
    const batch = shard.waiting.slice(0, size);
    shard.isBusy = true;
    return {
      says: `relay ${batch.map(({ kind }) => kind).join(', ')}`,
      async ask() {
        const { failedAt = batch.length } = await relayBatch(relaying(world, parts), batch);
        shard.waiting.splice(0, failedAt);
        shard.isBusy = false;
      },
    };
  },
};
