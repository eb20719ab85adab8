import {
  backends,
  clock,
  personalDataStore,
  sessionStore,
  userModel,
  userStore,
} from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { exportMe } from '../users/export-me.ts';

const deps = { personalData: personalDataStore(), model: await userModel(), clock };

export const handler = signedInHandler(
  'export-me',
  { backends: backends(), store: userStore(), sessions: sessionStore(), clock },
  async ({ signedIn }) => ({
    statusCode: 200,
    headers: { 'content-disposition': 'attachment; filename="users-api-export.json"' },
    body: await exportMe(deps, { profile: signedIn.caller }),
  }),
);
