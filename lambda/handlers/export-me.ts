import { authentication, clock, personalDataStore, userModel } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { exportMe } from '../users/export-me.ts';

const deps = { personalData: personalDataStore(), model: await userModel(), clock };

export const handler = signedInHandler('export-me', authentication(), async ({ signedIn }) => ({
  statusCode: 200,
  headers: { 'content-disposition': 'attachment; filename="users-api-export.json"' },
  body: await exportMe(deps, { profile: signedIn.caller }),
}));
