import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { DeploymentPlace } from '../deploy/support/place.ts';
import type { Arguments } from './arguments.ts';

const PROJECT = path.join(import.meta.dirname, '../..');

/** The account that the arguments and the environment lead to. */
export async function placeOf({ profile, region }: Arguments): Promise<DeploymentPlace> {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  const chosen = { AWS_REGION: region, ...(profile !== undefined && { AWS_PROFILE: profile }) };
  // The SDK's clients in this process find the profile there, too.
  Object.assign(process.env, chosen);
  const clientConfig = {
    region,
    // A burst of everything of a run is throttled by IAM now and then.
    maxAttempts: 8,
    ...(endpoint !== undefined && { endpoint }),
  };
  const identity = await new STSClient(clientConfig)
    .send(new GetCallerIdentityCommand({}))
    .catch((cause: Error) => {
      const given = profile === undefined ? 'none' : JSON.stringify(profile);
      throw new Error(`profile: got ${given}, whose account can not be asked: ${cause.message}`, {
        cause,
      });
    });
  return {
    ...(endpoint !== undefined && { endpoint }),
    account: String(identity.Account),
    region,
    environment: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
    clientConfig,
    folder: await mkdtemp(path.join(tmpdir(), 'verify-aws-')),
  };
}

/** The commit of the sources, with a mark if they differ from it. */
export async function commitOf(): Promise<string> {
  const git = promisify(execFile);
  const options = { cwd: PROJECT };
  const { stdout: commit } = await git('git', ['rev-parse', 'HEAD'], options);
  const { stdout: changes } = await git('git', ['status', '--porcelain'], options);
  return changes === '' ? commit.trim() : `${commit.trim()}, changed`;
}
