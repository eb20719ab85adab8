import { Command } from 'commander';
import { Failure } from '../failure.ts';
import type { Bucket } from '../operator/redrive/bucket.ts';
import {
  leftLines,
  objectLine,
  objects,
  records,
  Screen,
  surveyLines,
} from '../operator/redrive/lines.ts';
import type { LeftObject } from '../operator/redrive/redrive.ts';
import type { Survey } from '../operator/redrive/survey.ts';
import type { Where } from '../operator/stack-outputs.ts';
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
  const found = await findUndeliverable(options);
  const bucket = new Bucket(found.bucket, options);
  const screen = new Screen(options.json === true);
  try {
    const there = await survey(bucket, (read) => screen.progress(`reading: ${objects(read)}`));
    for (const line of surveyLines(there, bucket.name)) screen.say(line);
    if (options.list) {
      for (const object of there.objects) screen.say(`  ${objectLine(object)}`);
      screen.result({ bucket: bucket.name, ...there });
    } else {
      await deliverAll(there, bucket, functionNamed(found.relay, options), screen);
    }
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
  let [delivered, emptied] = [0, 0];
  try {
    for (const [index, object] of there.objects.entries()) {
      screen.progress(`delivering: ${index} of ${objects(there.objects.length)}`);
      const outcome = await redriveObject(bucket, relay, object);
      delivered += outcome.delivered;
      if (outcome.left === undefined) emptied += 1;
      else left.push(outcome.left);
      for (const line of leftLines(outcome.left)) screen.say(line);
    }
  } finally {
    screen.say(`delivered: ${records(delivered)}; ${objects(emptied)} deleted`);
  }
  screen.result({ bucket: bucket.name, ...there, delivered, left });
  const remaining = left.length + there.unreadable.length;
  if (remaining > 0) {
    throw new Failure(
      `${objects(remaining)} could not be delivered: see above; bucket ${bucket.name} keeps what is left`,
    );
  }
  screen.say('done');
}
