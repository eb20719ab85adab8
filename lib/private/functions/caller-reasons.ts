/** Why functions do without what cdk-nag asks for, by who calls them. */
import type { Caller } from '../../contract/action.ts';

const BY_DEPLOYMENT =
  'CloudFormation calls it asynchronously and waits for its answer: a call that comes to nothing fails the deployment, ' +
  'which says so and can be begun again. Lambda calls it twice more by itself.';

const ONLY_ASYNCHRONOUS = 'A dead-letter queue only takes asynchronous calls.';

const BY_GATEWAY = `API Gateway or AppSync calls it synchronously. ${ONLY_ASYNCHRONOUS}`;

/** Nothing is lost without a dead-letter queue. */
export const NO_DEAD_LETTERS: Readonly<Record<Caller, string>> = {
  anyone: BY_GATEWAY,
  credential: BY_GATEWAY,
  user: BY_GATEWAY,
  superuser: BY_GATEWAY,
  gateway: BY_GATEWAY,
  operator: `An operator calls it synchronously. ${ONLY_ASYNCHRONOUS}`,
  stream: `An event source mapping calls it, which has a failure destination of its own. ${ONLY_ASYNCHRONOUS}`,
  deployment: BY_DEPLOYMENT,
  rotation: `Secrets Manager begins a failed rotation again. ${BY_DEPLOYMENT}`,
};

const BY_THROTTLE = "The API's throttle bounds the function.";

/** What bounds the calls without a reservation. */
export const BOUNDS: Readonly<Record<Caller, string>> = {
  anyone: BY_THROTTLE,
  credential: BY_THROTTLE,
  user: BY_THROTTLE,
  superuser: BY_THROTTLE,
  gateway: 'The throttles of the APIs that ask it bound the function.',
  operator: 'An operator calls it now and then, and IAM says who that is.',
  stream: 'The number of shards, one batch each at a time, bounds the function.',
  deployment: 'A deployment calls it once.',
  rotation: 'Deployments and rotations call it, once each.',
};
