/** The documents of the project, and their tables. */
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { costCompared, costIdle, costMemory, costPrices, costRequests } from '../cost/tables.ts';
import { costColdMemory, costIdleTime, costSmallTraffic } from '../cost/traffic/tables.ts';
import { awsClaims, seenInAws } from './aws-claims.ts';
import { commands, exitCodes } from './commands.ts';
import {
  actors,
  eventFields,
  events,
  freshProof,
  importReasons,
  items,
  layouts,
  refusalCodes,
  routes,
  settings,
} from './contract.ts';
import { resourceTypes, roleCalls } from './deployment.ts';
import { gatewayLimits, lambdaLimits } from './local-limits.ts';
import { tablesIn, withoutPadding, withTables } from './markdown.ts';
import { PERFORMANCE } from './performance.ts';
import { roundTrips } from './round-trips.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** By the names in the markers. */
export const TABLES = {
  routes,
  layouts,
  codes: refusalCodes,
  'fresh-proof': freshProof,
  events,
  'event-fields': eventFields,
  actors,
  items,
  settings,
  'round-trips': roundTrips,
  'resource-types': resourceTypes,
  'role-calls': roleCalls,
  'cost-idle': costIdle,
  'cost-requests': costRequests,
  'cost-memory': costMemory,
  'cost-small-traffic': costSmallTraffic,
  'cost-idle-time': costIdleTime,
  'cost-cold-memory': costColdMemory,
  'cost-compared': costCompared,
  'cost-prices': costPrices,
  commands,
  'exit-codes': exitCodes,
  'import-reasons': importReasons,
  'gateway-limits': gatewayLimits,
  'lambda-limits': lambdaLimits,
  'aws-claims': awsClaims,
  'seen-in-aws': seenInAws,
  ...PERFORMANCE,
} as const satisfies Readonly<Record<string, () => string>>;

export interface Document {
  /** Relative to the root of the project. */
  readonly name: string;
  readonly text: string;
  /** The text with all tables as they should be. */
  readonly current: string;
}

export async function documents(): Promise<Document[]> {
  const names = await documentNames();
  return Promise.all(
    names
      // What jsii-docgen writes.
      .filter((name) => name !== 'docs/api.md')
      .map(async (name) => {
        const text = await readFile(path.join(ROOT, name), 'utf8');
        return { name, text, current: withTables(withoutPadding(text), TABLES) };
      }),
  );
}

/** All Markdown of the project, relative to its root. */
export async function documentNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const name of glob(['*.md', 'docs/**/*.md', 'packages/*/*.md'], { cwd: ROOT })) {
    names.push(name);
  }
  return names.toSorted();
}

/** What is wrong with the tables of the documents, a sentence for each fault. */
export function faultsOf(all: readonly Document[]): string[] {
  const shown = all.flatMap(({ text }) => tablesIn(text));
  return [
    ...all
      .filter(({ text, current }) => text !== current)
      .map(({ name }) => `${name}: it is not current; run npm run tables`),
    ...Object.keys(TABLES)
      .filter((table) => shown.filter((each) => each === table).length !== 1)
      .map((table) => `the table ${table} is to be in one document, between its markers`),
  ];
}
