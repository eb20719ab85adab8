import { expect, test } from '@jest/globals';
import { runOn, type Start } from '../support/start.ts';
import { GATEWAY_ROWS, statusOf } from './gateway-rows.ts';

/** What API Gateway does by itself, where it or something in its place is. @param on where what it does is declared */
export function gatewayCases(start: Start, on: 'here' | 'emulator'): void {
  let url: string;
  runOn(start, (system) => {
    url = system.url;
  });

  test.each(GATEWAY_ROWS)('$what is as its row says', async (row) => {
    const { [on]: otherwise } = row;
    const expected = otherwise === undefined ? row.statuses : [otherwise.status];
    expect(expected).toContain(await statusOf(url, row.request));
  });
}
