import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { known, UsersApiError } from '../errors';
import { checkList, isListToken } from './lists';

/** Refuses a word that no password could be. */
export function checkContextWords(words: readonly string[]): readonly string[] {
  checkList('passwordPolicy.contextWords', words);
  if (isListToken(words)) return words;
  for (const word of words) {
    if (known(word) === undefined || /[\p{L}\p{N}]/u.test(word)) continue;
    throw new UsersApiError('passwordPolicy.contextWords', {
      got: word,
      expected: 'words with at least one letter or digit',
      fix: "name what users call the service, as in contextWords: ['Acme', 'Acme Shop']",
    });
  }
  return words;
}

/** The names that a service has by where its construct is: those of the stack and of the construct. */
export function namesOf(scope: IConstruct, id: string): readonly string[] {
  return [Stack.of(scope).stackName, id];
}
