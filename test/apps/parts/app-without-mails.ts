import { Annotations, App, Aspects } from 'aws-cdk-lib';
import { UsersApi } from '../../../lib';

/**
 * An app whose tests read tokens elsewhere, or ask for none, so that nobody mails them. Where it has second factors, its users
 * may change addresses at once if it says so.
 */
export function appWithoutMails(): App {
  const app = new App();
  Aspects.of(app).add({
    visit(node) {
      if (!UsersApi.isUsersApi(node)) return;
      for (const mailed of ['ResetTokens', 'ConfirmationTokens', 'LoginCodes']) {
        Annotations.of(node).acknowledgeWarning(`cdk-users-api:nobodyMails${mailed}`);
      }
      Annotations.of(node).acknowledgeWarning('cdk-users-api:immediateEmailChange');
    },
  });
  return app;
}
