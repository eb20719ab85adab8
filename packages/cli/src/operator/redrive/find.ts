import { Failure } from '../../failure.ts';
import { named, type Outputs, onlyOutput, outputsOf, type Where } from '../stack-outputs.ts';

/** Names of a relay and of the bucket that has what it could not publish. */
export interface Undeliverable {
  readonly relay: string;
  readonly bucket: string;
}

const RELAY = 'RelayFunctionName';
const BUCKET = 'UndeliveredEventsBucketName';

/**
 * The relay of a stack and its bucket.
 *
 * @throws Failure where the outputs don't name them, or name several
 */
export async function findUndeliverable(
  where: Where & { readonly bucket?: string | undefined },
): Promise<Undeliverable> {
  const { function: relay, bucket } = where;
  if (relay !== undefined && bucket !== undefined) return { relay, bucket };
  const outputs = await outputsOf(where);
  const [key, name] =
    relay === undefined ? onlyOutput(outputs, RELAY, where) : [keyOf(outputs, relay), relay];
  return { relay: name, bucket: bucket ?? bucketBeside(outputs, key, where) };
}

/** The output that has the name of a relay; a name that none has may be right, without outputs. */
function keyOf(outputs: Outputs, relay: string): string | undefined {
  return Object.keys(outputs).find((key) => key.includes(RELAY) && outputs[key] === relay);
}

/** Of the same construct, whose path is in front. */
function bucketBeside(outputs: Outputs, relayKey: string | undefined, where: Where): string {
  const path = relayKey?.slice(0, relayKey.lastIndexOf(RELAY));
  const found = Object.entries(outputs).find(([key]) => key.startsWith(`${path}${BUCKET}`));
  if (path === undefined || found === undefined) {
    throw new Failure(
      `${named(where)} has no output ${BUCKET} for that function: is it the relay of a UsersApi? If the stack has outputs: false, name the bucket with --bucket`,
    );
  }
  return found[1];
}
