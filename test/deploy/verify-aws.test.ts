import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CLAIMS } from '../aws/claims/index.ts';
import type { Result } from '../aws/finding.ts';
import { whatIsLeft } from '../aws/left.ts';
import type { VerificationRecord } from '../aws/record.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';

const PROJECT = path.join(import.meta.dirname, '../..');
const TIMEOUT = 900_000;

/** What the emulator can't show, and why is in docs/contributing/emulator.md; everything else passes. */
const NOT_HERE: Readonly<Record<string, Result>> = {
  'trailing-slash': 'not enforced here',
  'long-headers': 'not enforced here',
  'throttled-function': 'not enforced here',
  'foreign-partition-refused': 'not enforced here',
  'all-attributes-refused': 'not enforced here',
  'return-values-refused': 'not enforced here',
  'own-log': 'not enforced here',
  'stream-of-relay': 'not enforced here',
  'given-up-record': 'not enforced here',
  'rule-of-own-events': 'not enforced here',
  'rule-of-other-events-refused': 'not enforced here',
  'mixed-pattern-refused': 'not enforced here',
};

/** A few of each file of cases: all of them run on the emulator in the other suites. */
const CASES =
  'a route behind an authorizer is told|makes a verified user|gives the next tokens|stored session gives|another HTTP API|answers 422';

describe('npm run verify:aws', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startMiniStack();
    await new Cdk(emulator).bootstrap();
  }, TIMEOUT);
  afterAll(() => emulator?.stop());

  /** Runs the program as its npm script does; its status and what it printed. */
  async function verifyAws(args: readonly string[], interruptAt?: string) {
    const { promise, resolve } = Promise.withResolvers<{ status: unknown; printed: string }>();
    const settings = { cwd: PROJECT, env: emulator.environment };
    const command = ['scripts/run.cjs', 'test/aws/main.ts', '--output', output(), ...args];
    const child = execFile('node', command, settings, (error, stdout, stderr) =>
      resolve({ status: error?.code ?? 0, printed: `${stdout}${stderr}` }),
    );
    if (interruptAt !== undefined) {
      child.stdout?.on('data', (text: string) => {
        if (text.includes(interruptAt)) child.kill('SIGINT');
      });
    }
    return promise;
  }

  const output = () => path.join(emulator.folder, 'seen.json');

  async function stackNames(): Promise<readonly (string | undefined)[]> {
    const client = new CloudFormationClient(emulator.clientConfig);
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
    return Stacks.map(({ StackName }) => StackName);
  }

  test('makes nothing without --yes, after it has said where, what and for how much', async () => {
    const { status, printed } = await verifyAws([]);
    expect(status).toBe(1);
    expect(printed).toContain('account 000000000000, Region us-east-1');
    expect(printed).toContain('USD');
    expect(printed).toContain('expected --yes');
    expect(await stackNames()).toEqual(['CDKToolkit']);
  });

  test(
    'that is interrupted while it deploys removes what is there, and claims nothing',
    async () => {
      const { status, printed } = await verifyAws(['--yes'], 'deployment ...');
      expect({ status, printed }).toEqual({
        status: 1,
        printed: expect.stringContaining('interrupted'),
      });
      const record: VerificationRecord = JSON.parse(await readFile(output(), 'utf8'));
      const results = new Set(record.claims.map(({ claim, result }) => `${claim} ${result}`));
      expect(results).toContain('nothing-left pass');
      expect(results).toContain('end-to-end not reached');
      expect(await stackNames()).toEqual(['CDKToolkit']);
    },
    TIMEOUT,
  );

  test(
    'checks every claim, says what is not enforced here, and leaves nothing',
    async () => {
      const run = await verifyAws(['--yes', '--cases', CASES]);
      const record: VerificationRecord = JSON.parse(await readFile(output(), 'utf8'));
      const results = Object.fromEntries(record.claims.map(({ claim, result }) => [claim, result]));
      const expected = CLAIMS.filter(({ check }) => check !== undefined).map(
        ({ id }) => [id, NOT_HERE[id] ?? 'pass'] as const,
      );
      expect({ printed: run.printed, results }).toEqual({
        printed: expect.anything(),
        results: Object.fromEntries(expected),
      });
      expect(run.status).toBe(0);
      expect(record).toMatchObject({ on: 'an emulator', region: 'us-east-1' });
      expect(await stackNames()).toEqual(['CDKToolkit']);
      const [, runId = ''] = /^run (\w+):/m.exec(run.printed) ?? [];
      expect(runId).not.toBe('');
      expect(await whatIsLeft(emulator.clientConfig, runId)).toEqual([]);
    },
    TIMEOUT,
  );
});
