import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, test } from '@jest/globals';
import {
  DYNAMODB,
  EVENT_BRIDGE,
  endpointOf,
  regionIn,
  SECRETS_MANAGER,
  type Service,
} from '../../../../lambda/adapters/aws/endpoints.ts';

/** Of each partition one; of the usual one, two. */
const REGIONS = [
  ...['eu-west-1', 'mx-central-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'],
  ...['us-iso-east-1', 'us-isob-east-1', 'us-isof-south-1', 'eu-isoe-west-1'],
];

/** Where the SDK's own client would call. */
const clients = {
  DYNAMODB: new DynamoDBClient({ region: 'us-east-1' }),
  SECRETS_MANAGER: new SecretsManagerClient({ region: 'us-east-1' }),
  EVENTBRIDGE: new EventBridgeClient({ region: 'us-east-1' }),
};

interface Variants {
  readonly UseFIPS: boolean;
  readonly UseDualStack: boolean;
}

function hostOfTheSdk({ id }: Service, Region: string, variants: Variants): string {
  const { endpointProvider } = clients[id as keyof typeof clients].config;
  return endpointProvider({ Region, ...variants } as never).url.host;
}

test.each(REGIONS)(
  'services are where the SDK finds them in %s, with FIPS and without, for IPv4 and for both',
  (region) => {
    // China has no hosts of FIPS.
    const modes = region.startsWith('cn-') ? [false] : [false, true];
    for (const service of [DYNAMODB, SECRETS_MANAGER, EVENT_BRIDGE]) {
      for (const UseFIPS of modes) {
        for (const UseDualStack of [false, true]) {
          const environment = {
            AWS_REGION: region,
            AWS_USE_FIPS_ENDPOINT: String(UseFIPS),
            AWS_USE_DUALSTACK_ENDPOINT: String(UseDualStack),
          };
          const { protocol, host } = endpointOf(service, environment);
          expect({ protocol, host }).toEqual({
            protocol: 'https:',
            host: hostOfTheSdk(service, region, { UseFIPS, UseDualStack }),
          });
        }
      }
    }
  },
);

test('a variable for the service stands in for its endpoint, and one for all where it has none', () => {
  const environment = {
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1/all',
    AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:2',
  };
  expect(endpointOf(DYNAMODB, environment).href).toBe('http://127.0.0.1:2/');
  expect(endpointOf(SECRETS_MANAGER, environment).href).toBe('http://127.0.0.1:1/all');
  const empty = { ...environment, AWS_ENDPOINT_URL_DYNAMODB: '' };
  expect(endpointOf(DYNAMODB, empty).href).toBe('http://127.0.0.1:1/all');
});

test('an environment without a Region is an error that names it', () => {
  expect(() => regionIn({})).toThrow(
    'no Region of AWS: the environment has no AWS_REGION, which Lambda sets',
  );
});
