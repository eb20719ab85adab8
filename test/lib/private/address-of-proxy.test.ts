import { describe, expect, test } from '@jest/globals';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { BruteForce, ClientAddress, type UsersApiProps, UsersDomain } from '../../../lib';
import { synthesize } from '../support';

describe('an API that something else answers for', () => {
  const domain = UsersDomain.at('https://www.example.com/users');
  const warnings = (props: UsersApiProps) =>
    Annotations.fromStack(synthesize(props).stack)
      .findWarning('*', Match.stringLikeRegexp('addressOfProxy'))
      .map(({ entry }) => entry.data);

  test('is warned of where clients may have the address of a proxy, and lock each other out', () => {
    expect(warnings({ domain })).toEqual([
      expect.stringMatching(/^clientAddress: got none with UsersDomain\.at\(\), expected to know/),
    ]);
  });

  test.each<[string, UsersApiProps]>([
    ['without it', {}],
    ['whose clients API Gateway sees', { domain, clientAddress: ClientAddress.apiGateway() }],
    ['with limits of its own', { domain, bruteForce: BruteForce.protect({ attempts: 100 }) }],
    ['without limits', { domain, bruteForce: BruteForce.off() }],
  ])('is not, %s', (_, props) => {
    expect(warnings(props)).toEqual([]);
  });
});
