import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CASES } from './cases/index.ts';
import { type Difference, differencesOf } from './support/compare.ts';
import { type Row, rowsOf, rowsOfPage } from './support/page.ts';
import { type Server, startOurs, startPeer } from './support/servers.ts';
import { newRun, Visitor } from './support/visitor.ts';

/** Cases at a time. */
const AT_ONCE = 8;

/** The page about moving has a row for each difference, and for nothing else. */
describe('what differs from FastAPI Users', () => {
  let servers: readonly Server[];
  let page: readonly Row[];
  let found: readonly Difference[];

  beforeAll(async () => {
    servers = await Promise.all([startPeer(), startOurs('test/apps/peer-by-default.ts')]);
    page = await rowsOfPage();
    found = rowsOf(await allDifferences(servers[0] as Server, servers[1] as Server));
  }, 300_000);
  afterAll(() => Promise.all((servers ?? []).map((server) => server.stop())));

  test('is found by hundreds of requests, each unlike the others', () => {
    const names = CASES.map(({ kind, example }) => `${kind}: ${example}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(600);
  });

  test('is a row of docs/migrate/from-fastapi-users.md', () => {
    const known = new Set(page.map(textOf));
    expect(found.map(textOf).filter((row) => !known.has(row))).toEqual([]);
  });

  test('has no row there that no request shows', () => {
    const seen = new Set(found.map(textOf));
    expect(page.map(textOf).filter((row) => !seen.has(row))).toEqual([]);
  });

  test('has a reason', () => {
    expect(page.filter(({ why }) => !/\w{3}/.test(why))).toEqual([]);
  });
});

const textOf = ({ request, theirs, ours }: Difference) => `${request} | ${theirs} | ${ours}`;

async function allDifferences(peer: Server, api: Server): Promise<readonly Difference[]> {
  const run = newRun();
  const waiting = CASES.map((each, index) => ({ ...each, name: `u${run}${index}` }));
  const differences: Difference[] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { kind, name, example, run: send } = next;
      const [theirs, ours] = await Promise.all(
        [peer, api].map((server) =>
          send(new Visitor(server, name)).catch((error: Error) => {
            throw new Error(`${kind}: ${example}: ${error.message}`);
          }),
        ),
      );
      if (theirs && ours) differences.push(...differencesOf({ kind, name, theirs, ours }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return differences;
}
