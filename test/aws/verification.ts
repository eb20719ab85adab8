import { CHECKS, type CheckName, type Claim } from './claims/claim.ts';
import { differs, type Finding, type Findings, pass } from './finding.ts';

export interface Parts {
  readonly claims: readonly Claim[];
  /** The first deploys; without it nothing else can be looked at. */
  readonly checks: Readonly<Record<Exclude<CheckName, 'removal'>, () => Promise<Findings>>>;
  /** Removes whatever is there, however far the deployment came. */
  remove(): Promise<void>;
  /** What is left after it, a line for each. */
  left(): Promise<readonly string[]>;
  /** Leave what was deployed. */
  readonly keep: boolean;
  /** Ends when the run is interrupted. */
  readonly signal: AbortSignal;
  say(line: string): void;
}

/** Runs all checks, one after the other. What was deployed is removed in any case, unless it is kept. */
export async function verify(parts: Parts): Promise<Findings> {
  const findings: Record<string, Finding> = {};
  try {
    for (const name of CHECKS) {
      if (name === 'removal' || parts.signal.aborted) break;
      const found = await outcomeOf(name, parts);
      Object.assign(findings, found);
      for (const [id, { result, seen }] of Object.entries(found)) {
        parts.say(`  ${result === 'pass' ? 'pass' : result.toUpperCase()} ${id}: ${seen}`);
      }
      if (name === 'deployment' && Object.values(found).some(isNotReached)) break;
    }
  } finally {
    Object.assign(findings, await removal(parts));
  }
  return findings;
}

const isNotReached = ({ result }: Finding) => result === 'not reached';

/** What a check has found; where it fails, that is what is said of its claims. */
async function outcomeOf(
  name: Exclude<CheckName, 'removal'>,
  { checks, claims, say }: Parts,
): Promise<Findings> {
  try {
    return await timed(name, checks[name], say);
  } catch (error) {
    const seen = oneLine(error);
    const own = claims.filter(({ check }) => check === name);
    return Object.fromEntries(own.map(({ id }) => [id, { result: 'not reached', seen }]));
  }
}

async function timed<T>(what: string, act: () => Promise<T>, say: Parts['say']): Promise<T> {
  const began = Date.now();
  say(`${what} ...`);
  try {
    return await act();
  } finally {
    say(`${what}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
}

async function removal({ keep, say, remove, left }: Parts): Promise<Findings> {
  if (keep) {
    say('kept: nothing is removed');
    return {};
  }
  const failed = await timed('removal', remove, say).then(
    () => undefined,
    (error) => oneLine(error),
  );
  const remains = await left().catch((error) => [`what is left is not known: ${oneLine(error)}`]);
  for (const each of remains) say(`  left: ${each}`);
  const faults = [...(failed === undefined ? [] : [failed]), ...remains];
  return {
    'nothing-left':
      faults.length === 0 ? pass('everything is gone') : differs(`left: ${faults.join('; ')}`),
  };
}

const LONGEST = 500;

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s+/g, ' ').trim().slice(-LONGEST);
}
