import { Command } from 'commander';
import { Failure } from '../failure.ts';
import type { Bucket } from '../operator/redrive/bucket.ts';
import {
  objectLine,
  objects,
  outcomeLines,
  records,
  surveyLines,
} from '../operator/redrive/lines.ts';
import type { LeftObject } from '../operator/redrive/redrive.ts';
import type { Survey } from '../operator/redrive/survey.ts';
import { Screen } from '../operator/screen.ts';
import type { Where } from '../operator/stack-outputs.ts';
import { onceStopped } from '../operator/stopping.ts';
import { checkWhere, withWhere } from '../operator/where.ts';

interface Options extends Where {
  readonly bucket?: string;
  readonly list?: true;
  readonly json?: true;
}

/**
 * Delivers events that could not be published, from the bucket that has them, through the stack's own relay, in AWS or in
 * the stack on this machine.
 */
export function redrive(): Command {
  const command = new Command('redrive')
    .summary('deliver events that could not be published')
    .description(
      'Delivers events that could not be published: what lies in the bucket of undelivered events, the oldest first, through the relay of the stack. What was delivered is deleted; what was not is named and stays.',
    )
    .option('--list', 'only say what there is')
    .option('--json', 'print one JSON object at the end, in place of lines');
  return withWhere(command, 'relay')
    .option('--bucket <name>', 'the bucket of undelivered events, where a stack has no outputs')
    .action(run);
}

async function run(options: Options): Promise<void> {
  checkWhere(options);
  // They load the AWS SDK, which help doesn't need.
  const { findUndeliverable } = await import('../operator/redrive/find.ts');
  const { Bucket } = await import('../operator/redrive/bucket.ts');
  const { survey } = await import('../operator/redrive/survey.ts');
  const { functionNamed } = await import('../operator/stack-function.ts');
  const screen = new Screen(options.json === true);
  try {
    const found = await findUndeliverable(options);
    const bucket = new Bucket(found.bucket, options);
    screen.found({ bucket: bucket.name });
    const there = await survey(bucket, (read) => screen.progress(`reading: ${objects(read)}`));
    for (const line of surveyLines(there, bucket.name)) screen.say(line);
    screen.found(there);
    if (options.list) {
      for (const object of there.objects) screen.say(`  ${objectLine(object)}`);
    } else {
      await deliverAll(there, bucket, functionNamed(found.relay, options), screen);
    }
    screen.result();
  } catch (error) {
    screen.result(error);
    throw error;
  } finally {
    screen.stop();
  }
}

async function deliverAll(
  there: Survey,
  bucket: Bucket,
  relay: (input: object) => Promise<unknown>,
  screen: Screen,
): Promise<void> {
  const { redrive: redriveObject } = await import('../operator/redrive/redrive.ts');
  const left: LeftObject[] = [];
  const changed: string[] = [];
  let [delivered, nothing, emptied, tried] = [0, 0, 0, 0];
  const stopping = onceStopped(() => screen.say('stopping after this object'));
  try {
    for (const [index, object] of there.objects.entries()) {
      if (stopping.stopped) break;
      tried = index + 1;
      screen.progress(`delivering: ${index} of ${objects(there.objects.length)}`);
      const outcome = await redriveObject(bucket, relay, object);
      delivered += outcome.delivered;
      nothing += outcome.nothing;
      if (outcome.object === 'deleted') emptied += 1;
      if (outcome.object === 'changed') changed.push(object.key);
      else if (outcome.left !== undefined) left.push(outcome.left);
      for (const line of outcomeLines(object.key, outcome)) screen.say(line);
    }
  } finally {
    stopping.end();
    if (nothing > 0) screen.say(`nothing to publish any more: ${records(nothing)}`);
    screen.say(`delivered: ${records(delivered)}; ${objects(emptied)} deleted`);
    screen.found({ delivered, nothing, left, changed });
  }
  if (tried < there.objects.length) {
    screen.found({ stopped: true });
    screen.say(`stopped: ${objects(there.objects.length - tried)} not tried`);
    return;
  }
  const remaining = left.length + changed.length + there.unreadable.length;
  if (remaining > 0) {
    throw new Failure(
      `${objects(remaining)} could not be delivered: see above; bucket ${bucket.name} keeps what is left`,
    );
  }
  screen.say('done');
}
