/** `npm run verify:aws`: shows in an account what only AWS can show; docs/aws-claims.md has the list. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { previousReleaseFile } from '../deploy/releases/release.ts';
import { Cdk } from '../deploy/support/cdk.ts';
import type { DeploymentPlace } from '../deploy/support/place.ts';
import { DeployedStack } from '../deploy/support/stack.ts';
import { type Arguments, readArguments, USAGE } from './arguments.ts';
import type { Context } from './check.ts';
import { checksOf } from './checks/index.ts';
import { CLAIMS } from './claims/index.ts';
import { interruption } from './interruption.ts';
import { commitOf, placeOf } from './place.ts';
import { planOf } from './plan.ts';
import { rowsOf, type VerificationRecord, writeRecord } from './record.ts';
import { refuseRemains } from './remains.ts';
import { leftInTheEnd, removeAll } from './removal.ts';
import { STACKS } from './stacks.ts';
import { verify } from './verification.ts';

const say = (line: string) => console.log(line);

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return say(USAGE);
  const settings = readArguments(process.argv.slice(2), process.env);
  const place = await placeOf(settings);
  try {
    say(planOf(place.account, settings, place.endpoint));
    if (!settings.yes) throw new Error('yes: got none, expected --yes after you have read this');
    await refuseRemains(place);
    await run(settings, place);
  } finally {
    await rm(place.folder, { recursive: true, force: true });
  }
}

async function run(settings: Arguments, place: DeploymentPlace): Promise<void> {
  const context = await contextOf(settings, place);
  const findings = await verify({
    claims: CLAIMS,
    checks: checksOf(context),
    remove: () => removeAll(context),
    left: () => leftInTheEnd(place, context.run),
    keep: settings.keep,
    signal: context.signal,
    say,
  });
  const claims = rowsOf(CLAIMS, findings);
  const record: VerificationRecord = {
    on: context.isAws ? 'AWS' : 'an emulator',
    date: new Date().toISOString(),
    commit: await commitOf(),
    region: place.region,
    claims,
  };
  await writeRecord(settings.output, record);
  const open = claims.filter(({ result }) => result === 'differs' || result === 'not reached');
  const passed = claims.filter(({ result }) => result === 'pass').length;
  say(`${passed} of ${claims.length} claims pass; ${settings.output} has all of them`);
  if (open.length > 0) process.exitCode = 1;
}

async function contextOf(settings: Arguments, place: DeploymentPlace): Promise<Context> {
  const runId = randomUUID().slice(0, 8);
  const cdk = new Cdk(place);
  const assembly = path.join(place.folder, 'verification');
  say(`run ${runId}: synthesis ...`);
  await cdk.synthesize('verification', assembly, { run: runId, release: previousReleaseFile() });
  const stacks = Object.fromEntries(
    Object.entries(STACKS).map(([name, id]) => [name, new DeployedStack(id, place.clientConfig)]),
  ) as unknown as Context['stacks'];
  return {
    place,
    isAws: place.endpoint === undefined,
    cdk,
    assembly,
    run: runId,
    stacks,
    cases: settings.cases,
    signal: interruption(say),
    say,
  };
}

await main().catch((error: Error) => {
  const { code } = error as NodeJS.ErrnoException;
  console.error(
    code?.startsWith('ERR_PARSE_ARGS')
      ? `${error.message}\n\n${USAGE}`
      : `verify:aws: ${error.message}`,
  );
  process.exitCode = 1;
});
