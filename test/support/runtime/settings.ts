import { SETTINGS } from '../../../lib/contract/index.ts';
import { type Setting, variableOf } from '../../../lib/contract/setting.ts';
import { TestSecret } from '../aws/aws-clients.ts';

/** A function's environment by the defaults of the rows; each secret is the test's. */
export function defaults(): Record<string, string> {
  return Object.fromEntries(
    SETTINGS.flatMap((setting) => {
      const value = defaultOf(setting);
      return value === undefined ? [] : [[variableOf(setting), value]];
    }),
  );
}

/** `undefined` for what the construct works out, which has no default. */
function defaultOf(setting: Setting): string | undefined {
  switch (setting.kind) {
    case 'integer':
    case 'seconds':
    case 'flag':
    case 'text':
      return `${setting.default}`;
    case 'list':
      return JSON.stringify(setting.default);
    case 'secret':
      return TestSecret.ARN;
    default:
      return undefined;
  }
}
