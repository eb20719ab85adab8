/** What `docs/local.md` says of API Gateway and Lambda: from the rows that the suites assert. */
import { GATEWAY_ROWS, type GatewayRow } from '../../test/e2e/suite/gateway-rows.ts';
import { LAMBDA_ROWS } from '../../test/e2e/suite/lambda-rows.ts';
import { table } from './markdown.ts';

export function gatewayLimits(): string {
  const rows = GATEWAY_ROWS.map(({ what, aws, source, here, emulator }) => [
    what,
    `${aws} ([source](${source}))`,
    seen(here),
    seen(emulator),
  ]);
  return table(['request', 'API Gateway', 'here', 'MiniStack'], rows);
}

function seen(otherwise: GatewayRow['here']): string {
  return otherwise === undefined ? 'same' : `different: ${otherwise.does}, ${otherwise.status}`;
}

export function lambdaLimits(): string {
  const rows = LAMBDA_ROWS.map(({ what, aws, source, here }) => [
    what,
    `${aws} ([source](${source}))`,
    here === undefined ? 'same' : `different: ${here}`,
  ]);
  return table(['function', 'Lambda', 'here'], rows);
}
