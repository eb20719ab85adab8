import { parseArgs } from 'node:util';

export interface Arguments {
  readonly profile: string | undefined;
  readonly region: string;
  /** Make it: without it, only say what would be made. */
  readonly yes: boolean;
  /** Leave what was deployed. */
  readonly keep: boolean;
  /** File of what was seen. */
  readonly output: string;
  readonly cases: string | undefined;
}

export const USAGE = `npm run verify:aws -- --profile PROFILE --region REGION --yes

  --profile PROFILE  of ~/.aws; default: what the environment says
  --region REGION    default: the variable AWS_REGION
  --yes              deploy; without it, say what would be made and what it costs
  --keep             leave what was deployed, to look at it; a later run says how to remove it
  --cases PATTERN    only the end-to-end cases with names like this
  --output FILE      default: verified-on-aws.json, for AWS itself`;

const RECORD = 'verified-on-aws.json';

/** @throws Error in a line for arguments that make no run */
export function readArguments(args: readonly string[], env: NodeJS.ProcessEnv): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      profile: { type: 'string' },
      region: { type: 'string' },
      yes: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      output: { type: 'string' },
      cases: { type: 'string' },
    },
  });
  const { profile, region = env.AWS_REGION, output, yes, keep, cases } = values;
  if (!region) throw new Error('region: got none, expected one; give --region, or set AWS_REGION');
  if (env.AWS_ENDPOINT_URL && output === undefined) {
    throw new Error(
      `output: got none with AWS_ENDPOINT_URL, expected a file; ${RECORD} is for what was seen in AWS itself`,
    );
  }
  return { profile, region, yes, keep, output: output ?? RECORD, cases };
}
