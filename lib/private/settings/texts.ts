import { Fn, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { UNCHECKED } from '../../contract/setting.ts';
import { isListToken } from './lists';

/** A number as a variable has it. */
export function numberText(number: number): string {
  const text = Tokenization.stringifyNumber(number);
  return Token.isUnresolved(number) ? `${text}${UNCHECKED}` : text;
}

/**
 * A list as JSON. A member that is a list token stands for as many members as the deployment gives; one with a
 * quote in it makes no JSON, and stops the function at its start.
 */
export function listText(scope: IConstruct, list: readonly string[]): string {
  const stack = Stack.of(scope);
  if (!list.some((each) => isListToken([each]))) return stack.toJsonString(list);
  const members = list.map((each) =>
    isListToken([each]) ? `"${Fn.join('","', [each])}"` : stack.toJsonString(each),
  );
  return `[${members.join(',')}]`;
}
