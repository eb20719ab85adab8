import { Token } from 'aws-cdk-lib';
import { UsersApiError } from '../errors';

/** Of the whole name, what is published below included, and its levels. */
const LONGEST = 900;
const DEEPEST = 12;

/**
 * Refuses a path that no parameter can have, or whose parameters an import couldn't name at synth.
 *
 * @param setting what was given
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export function checkParameterPath(setting: string, path: string | undefined): void {
  if (path === undefined) return;
  const isPath = !Token.isUnresolved(path) && path.length <= LONGEST && /^(\/[\w.-]+)+$/.test(path);
  const levels = path.split('/').length - 1;
  if (isPath && levels <= DEEPEST && !/^\/(aws|ssm)/i.test(path)) return;
  throw new UsersApiError(setting, {
    got: path,
    expected: `a path of at most ${DEEPEST} levels, each of letters, digits, "-", "_" and ".", that does not begin with /aws or /ssm`,
    fix: 'name it with a slash in front and none at the end, such as "/auth/users"',
  });
}
