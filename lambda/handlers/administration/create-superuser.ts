import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import {
  createSuperuser as row,
  superuser,
  superuserPasswordSecretArn,
} from '../../../lib/contract/administration.ts';
import { newUsers } from '../../actions/new-users.ts';
import { answering } from '../../adapters/cloudformation/custom-resource.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { secretText } from '../../composition/secrets.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { createSuperuser } from '../../users/administration/create-superuser.ts';
import { parseEmail } from '../../users/email.ts';

/**
 * Makes a superuser while CloudFormation deploys the stack. The environment, not the event, says which one: an
 * event from elsewhere makes no other. The user stays when the resource goes, and one who was deleted doesn't come
 * back with an update that leaves the address.
 */
export async function make(rt: Runtime) {
  const { create } = await newUsers(rt, row);
  const store = userStore(rt);
  const { email, fields } = rt.get(superuser);
  return (event: CloudFormationCustomResourceEvent): Promise<void> =>
    answering(event, rt, async () => {
      if (keepsAddress(event)) return;
      const made = await createSuperuser(
        {
          store,
          create: async () =>
            create({
              ...fields,
              email,
              password: await secretText(rt, rt.get(superuserPasswordSecretArn)),
              is_superuser: true,
              // The operator vouches for the address.
              is_verified: true,
            }),
        },
        { email },
      );
      const { user, isNew } = made;
      console.info({ message: 'superuser', action: row.name, user_id: user.id, created: isNew });
    });
}

function keepsAddress(event: CloudFormationCustomResourceEvent): boolean {
  if (event.RequestType !== 'Update') return false;
  const [now, before] = [event.ResourceProperties, event.OldResourceProperties].map(({ Email }) =>
    parseEmail(String(Email)),
  );
  return now !== undefined && now === before;
}
