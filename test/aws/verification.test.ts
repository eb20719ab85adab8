import { describe, expect, test } from '@jest/globals';
import type { CheckName } from './claims/claim.ts';
import { CHECKS } from './claims/claim.ts';
import { CLAIMS } from './claims/index.ts';
import { compare, differs, enforced, type Findings, pass } from './finding.ts';
import { rowsOf, seenOnAws, type VerificationRecord } from './record.ts';
import { type Parts, verify } from './verification.ts';

type Checks = Parts['checks'];

/** A run whose checks find nothing, but for those that are given. */
function run(changed: Partial<Checks> = {}, more: Partial<Parts> = {}) {
  const calls: string[] = [];
  const made = CHECKS.map((name) => [
    name,
    async () => {
      calls.push(name);
      return changed[name as keyof Checks]?.() ?? {};
    },
  ]);
  const parts: Parts = {
    claims: CLAIMS,
    checks: Object.fromEntries(made),
    remove: async () => {
      calls.push('remove');
    },
    left: async () => [],
    keep: false,
    signal: new AbortController().signal,
    say: () => {},
    ...more,
  };
  return { calls, findings: verify(parts) };
}

const claimsOf = (check: CheckName) =>
  CLAIMS.filter((claim) => claim.check === check).map(({ id }) => id);

describe('a verification', () => {
  test('runs all checks in their order, and then removes everything', async () => {
    const { calls, findings } = run();
    expect(await findings).toEqual({ 'nothing-left': pass('everything is gone') });
    expect(calls).toEqual([...CHECKS.filter((name) => name !== 'removal'), 'remove']);
  });

  test('goes on after a check that fails, whose claims were not reached', async () => {
    const { calls, findings } = run({
      gateway: async () => {
        throw new Error('no answer\n  from there');
      },
    });
    const found = await findings;
    expect(Object.keys(found).sort()).toEqual([...claimsOf('gateway'), 'nothing-left'].sort());
    expect(found.head).toEqual({ result: 'not reached', seen: 'no answer from there' });
    expect(calls).toContain('upgrade');
  });

  test('of a deployment that fails checks nothing, and removes what there is', async () => {
    const { calls, findings } = run({
      deployment: async () => {
        throw new Error('ROLLBACK_COMPLETE');
      },
    });
    expect(await findings).toMatchObject({ deploys: { result: 'not reached' } });
    expect(calls).toEqual(['deployment', 'remove']);
  });

  test('that is interrupted begins no other check, and removes everything', async () => {
    const interruption = new AbortController();
    const { calls, findings } = run(
      {
        cases: async () => {
          interruption.abort();
          return {};
        },
      },
      { signal: interruption.signal },
    );
    await findings;
    expect(calls).toEqual(['deployment', 'cold-keys', 'cases', 'remove']);
  });

  test('keeps what was deployed if that is said, and claims nothing of its removal', async () => {
    const { calls, findings } = run({}, { keep: true });
    expect(await findings).toEqual({});
    expect(calls).not.toContain('remove');
  });

  test('names what is left, also when the removal has failed', async () => {
    const { findings } = run(
      {},
      {
        remove: async () => {
          throw new Error('DELETE_FAILED');
        },
        left: async () => ['table T', 'secret S'],
      },
    );
    expect(await findings).toEqual({
      'nothing-left': differs('left: DELETE_FAILED; table T; secret S'),
    });
  });
});

describe('a finding', () => {
  test('is a pass only if what was seen is what is claimed', () => {
    expect(compare({ old: 200 }, { old: 200 }).result).toBe('pass');
    expect(compare({ old: 401 }, { old: 200 })).toEqual(
      differs('{"old":401}, claimed: {"old":200}'),
    );
  });

  test('of what an emulator lets through is no pass, and in AWS it differs', () => {
    const results = {
      refusedInAws: enforced(true, true, '').result,
      allowedInAws: enforced(true, false, '').result,
      allowedByAnEmulator: enforced(false, false, '').result,
    };
    expect(results).toEqual({
      refusedInAws: 'pass',
      allowedInAws: 'differs',
      allowedByAnEmulator: 'not enforced here',
    });
  });
});

describe('a record', () => {
  const [one, other] = CLAIMS.filter(({ check }) => check !== undefined).map(({ id }) => id) as [
    string,
    string,
  ];
  const record = (on: VerificationRecord['on'], findings: Findings): VerificationRecord => ({
    ...{ on, date: '2026-01-01T00:00:00.000Z', commit: 'c', region: 'eu-central-1' },
    claims: rowsOf(CLAIMS, findings),
  });

  test('has every claim that a check can show, and says which was not reached', () => {
    const { claims } = record('AWS', { [one]: pass('200') });
    expect(claims.map(({ claim }) => claim)).toEqual(
      CLAIMS.filter(({ check }) => check !== undefined).map(({ id }) => id),
    );
    expect(claims.find(({ claim }) => claim === other)?.result).toBe('not reached');
  });

  test('has no finding of a claim that is not in the list', () => {
    expect(() => record('AWS', { unheard: pass('') })).toThrow(
      'the finding unheard is of no claim of a check',
    );
  });

  test('of an emulator shows nothing of AWS', () => {
    const findings = { [one]: pass('200'), [other]: differs('500') };
    expect(seenOnAws(record('an emulator', findings))).toEqual([]);
    expect(seenOnAws(record('AWS', findings))).toEqual([one]);
  });
});
