import type { Arguments } from './arguments.ts';
import { STACKS } from './stacks.ts';

/** What is said before anything is made. */
export function planOf(account: string, { region, keep }: Arguments, endpoint?: string): string {
  return [
    `account ${account}, Region ${region}${endpoint === undefined ? '' : `, at ${endpoint}`}`,
    '',
    `This makes the stacks ${Object.values(STACKS).join(', ')}:`,
    'about 1,100 resources, which are functions with their roles and log groups, APIs, five tables on demand, 21 secrets,',
    'buckets, buses and queues; and, one after the other, roles under the path /users-api-verification/ with the',
    'statements of those of the functions. All of them have the tag cdk-users-api:verification. The Region needs the',
    'CDK’s bootstrap stack.',
    '',
    'It takes about 15 minutes and costs less than 1 USD at list prices: secrets are 0.40 USD a month each, by the hour,',
    'and all the requests, hashes, writes and events of a run are a few cents.',
    '',
    keep
      ? 'Nothing is removed at the end (--keep), so the secrets go on costing 8.40 USD a month.'
      : 'Everything is destroyed at the end, also after a failure and after Ctrl-C, and looked for.',
  ].join('\n');
}
