/** What a run has seen, as it is kept in a file: `verified-on-aws.json` of AWS itself. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Claim } from './claims/claim.ts';
import type { Finding, Findings } from './finding.ts';

export interface VerificationRecord {
  readonly on: 'AWS' | 'an emulator';
  /** Of the run's end, ISO 8601; null if there was none yet. */
  readonly date: string | null;
  readonly commit: string | null;
  readonly region: string | null;
  readonly claims: readonly ({ readonly claim: string } & Finding)[];
}

export const RECORD_FILE = path.join(import.meta.dirname, '../../verified-on-aws.json');

export function readRecord(file = RECORD_FILE): VerificationRecord {
  return JSON.parse(readFileSync(file, 'utf8'));
}

export async function writeRecord(file: string, record: VerificationRecord): Promise<void> {
  await writeFile(file, `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * A row for each claim that a program can check, in the order of the list.
 *
 * @throws Error for a finding of no claim, as its claim would be missing from the list
 */
export function rowsOf(claims: readonly Claim[], findings: Findings): VerificationRecord['claims'] {
  const known = claims.filter(({ check }) => check !== undefined);
  const strange = Object.keys(findings).find((id) => known.every((claim) => claim.id !== id));
  if (strange !== undefined) throw new Error(`the finding ${strange} is of no claim of a check`);
  return known.map(({ id }) => ({
    claim: id,
    ...(findings[id] ?? { result: 'not reached' as const, seen: 'the run ended before it' }),
  }));
}

/** Ids of the claims that were seen in AWS, and are as claimed. */
export function seenOnAws({ on, claims }: VerificationRecord): readonly string[] {
  if (on !== 'AWS') return [];
  return claims.filter(({ result }) => result === 'pass').map(({ claim }) => claim);
}
