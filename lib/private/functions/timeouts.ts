import { Annotations, Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Action } from '../../contract/action.ts';
import { type FunctionSettings, optionsOf, overrideOf } from '../settings/function-options';

/** How long API Gateway waits, in seconds: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const FOR_ROUTES = 30;
const FOR_AUTHORIZERS = 10;

/** What a call may take where nothing is set. */
export function timeoutOf({ route, caller }: Action): Duration {
  const isWaitedFor = route !== undefined || caller === 'operator' || caller === 'gateway';
  return Duration.seconds(isWaitedFor ? 10 : 60);
}

/** Warns of a timeout that API Gateway never waits for. */
export function warnOfTimeout(
  scope: Construct,
  settings: FunctionSettings,
  { name, action }: { readonly name: string; readonly action: Action },
): void {
  const { timeout } = optionsOf(settings, name);
  const isAuthorizer = action.caller === 'gateway';
  if (timeout === undefined || timeout.isUnresolved() || !(isAuthorizer || action.route)) return;
  const most = isAuthorizer ? FOR_AUTHORIZERS : FOR_ROUTES;
  const seconds = timeout.toSeconds();
  if (Token.isUnresolved(seconds) || seconds <= most) return;
  const isOwn = settings.functionOverrides[name]?.timeout !== undefined;
  const id = 'cdk-users-api:optionWithoutEffect';
  const message =
    `${isOwn ? overrideOf(name) : 'functionOptions'}.timeout: got ${seconds} seconds, expected at most ${most} for ` +
    `${isAuthorizer ? 'an authorizer' : 'functions behind routes'}, as API Gateway waits no longer; give ` +
    'less, or set it in functionOverrides for those that nobody waits for';
  const isSaid = scope.node.metadata.some(({ data }) => String(data).startsWith(message));
  if (!isSaid) Annotations.of(scope).addWarningV2(id, message);
}
