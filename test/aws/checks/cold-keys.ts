import type { Context } from '../check.ts';
import { systemOf } from '../deployment.ts';
import { differs, type Findings, pass } from '../finding.ts';
import { restart } from '../functions.ts';

const TIMES = 5;
/** Milliseconds that API Gateway waits for the keys of an issuer. */
const PATIENCE = 1_500;

/** Each request is the first of a new environment. */
export async function checkColdKeys(context: Context): Promise<Findings> {
  const { isAws, place, stacks } = context;
  const keys = await stacks.main.resource('UsersJwks');
  const { url } = await systemOf(context, stacks.main);
  const taken: number[] = [];
  const statuses = new Set<number>();
  for (let time = 0; time < TIMES; time += 1) {
    await restart(place.clientConfig, keys);
    const began = performance.now();
    const response = await fetch(`${url}/.well-known/jwks.json`);
    await response.text();
    taken.push(Math.round(performance.now() - began));
    statuses.add(response.status);
  }
  const seen = `${[...statuses].join(', ')} in ${taken.join(', ')} ms`;
  // How fast this machine is says nothing about AWS.
  const isFast = !isAws || taken.every((each) => each <= PATIENCE);
  const isInTime = isFast && [...statuses].join() === '200';
  return { 'keys-in-time': isInTime ? pass(seen) : differs(seen) };
}
