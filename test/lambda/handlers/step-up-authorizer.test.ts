import { describe, expect, test } from '@jest/globals';
import {
  authorizerWith,
  EMAIL,
  policy,
  withSecondFactor,
} from '../../support/runtime/authorizer.ts';
import {
  appSyncAuthorizerEvent,
  httpApiAuthorizerEvent,
  restApiAuthorizerEvent,
  STAGE_ARN,
  webSocketAuthorizerEvent,
} from '../../support/runtime/authorizer-events.ts';
import { capturedLog } from '../../support/runtime/console.ts';

/** As `users.authorizer({ mfa: true })` makes it, and its like for APIs of other kinds. */
describe('an authorizer that asks for a second factor', () => {
  const log = capturedLog();
  const { started, ask } = authorizerWith({ mfa: true });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  /** What each kind of API is answered. */
  const answers = async (token: string) => ({
    http: await ask(httpApiAuthorizerEvent({ headers: bearer(token) })),
    rest: await ask(restApiAuthorizerEvent({ headers: bearer(token) })),
    webSocket: await ask(webSocketAuthorizerEvent(bearer(token))),
    appSync: await ask(appSyncAuthorizerEvent(token)),
  });

  test('keeps a login of one factor from every kind of API', async () => {
    expect(await answers(started.token)).toEqual({
      http: { isAuthorized: false, context: {} },
      rest: policy(started.id, 'Deny', `${STAGE_ARN}/*`),
      webSocket: policy(started.id, 'Deny', `${STAGE_ARN}/$connect`),
      appSync: { isAuthorized: false },
    });
    const refused = { message: 'refused', code: 'MFA_REQUIRED', user_id: started.id };
    expect(log.info).toEqual(Array(4).fill(expect.objectContaining(refused)));
  });

  test('lets a login of two pass at each', async () => {
    const context = { id: started.id, email: EMAIL };
    expect(await answers(await withSecondFactor(started.token))).toMatchObject({
      http: { isAuthorized: true, context },
      rest: { ...policy(started.id, 'Allow', `${STAGE_ARN}/*`), context },
      webSocket: { ...policy(started.id, 'Allow', `${STAGE_ARN}/$connect`), context },
      appSync: { isAuthorized: true, resolverContext: context },
    });
  });
});
