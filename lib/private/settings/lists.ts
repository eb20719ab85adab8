import { Token } from 'aws-cdk-lib';
import { Found, UsersApiError } from '../errors';

/** Whether only the deployment knows which members a list has, and how many: a parameter's `valueAsList`, say. */
export function isListToken(list: readonly string[]): boolean {
  return Token.isUnresolved(list);
}

/** Refuses a list token among other members: the CDK can only hand one on as a whole. */
export function checkList(setting: string, list: readonly string[]): void {
  if (isListToken(list) || !list.some((each) => isListToken([each]))) return;
  throw new UsersApiError(setting, {
    got: new Found('a list token together with other members'),
    expected: 'either a list token by itself, or members one by one',
    fix: 'give the whole list by the parameter, or pick its members, as in Fn.select(0, parameter.valueAsList)',
  });
}

/** Refuses a list token, and one among other members, where synth has to know the names in the list. */
export function checkKnownList(setting: string, list: readonly string[], expected: string): void {
  checkList(setting, list);
  if (!isListToken(list)) return;
  throw new UsersApiError(setting, {
    got: new Found('a token'),
    expected,
    fix: 'list them as literals, as permissions depend on them',
  });
}
