import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import type { FaultClient } from '../support/fault-client.ts';
import { reading, type Scenario, scenario } from '../support/scenario.ts';
import { signedIn } from './accounts.ts';

const change =
  (json: (client: FaultClient) => object): Scenario['prepare'] =>
  async (client) => {
    const { id } = await client.user();
    const body = json(client);
    return () => client.send('PATCH', `/${id}`, { ...client.faulty.root, json: body });
  };

export const ADMINISTRATION: readonly Scenario[] = [
  reading(
    'list-users',
    'a page',
    async (client) => () => client.send('GET', '?limit=1', client.faulty.root),
    {
      form: true,
    },
  ),
  reading('list-users', 'by an address', async (client) => {
    const { email } = await client.user();
    return () => client.send('GET', `?email=${email}`, client.faulty.root);
  }),
  reading('get-user', 'by an id', async (client) => {
    const { id } = await client.user();
    return () => client.send('GET', `/${id}`, client.faulty.root);
  }),
  scenario(
    'update-user',
    'of a flag',
    change(() => ({ is_verified: true })),
  ),
  scenario(
    'update-user',
    'that makes a superuser',
    change(() => ({ is_superuser: true })),
  ),
  scenario(
    'update-user',
    'that ends all logins',
    change(() => ({ is_active: false })),
  ),
  scenario(
    'update-user',
    'of a field',
    change(() => ({ nickname: 'Ada' })),
  ),
  scenario(
    'update-user',
    'of the address',
    change((client) => ({ email: client.address() })),
  ),
  scenario(
    'update-user',
    'of the password',
    change(() => ({ password: OTHER_PASSWORD })),
  ),
  scenario('delete-lockout', 'of a user whose password was guessed', async (client) => {
    const { id, email } = await client.user();
    await client.login(email, OTHER_PASSWORD);
    return () => client.send('DELETE', `/${id}/lockout`, client.faulty.root);
  }),
  scenario('delete-user', 'with sessions', async (client) => {
    const { user } = await signedIn(client, 'session');
    return () => client.send('DELETE', `/${user.id}`, client.faulty.root);
  }),
  scenario('delete-user', 'who is a superuser', async (client) => {
    const { id } = await client.administrator();
    return () => client.send('DELETE', `/${id}`, client.faulty.root);
  }),
  scenario('delete-user', 'who is not there', async (client) => {
    const { id } = await client.user();
    const remove = () => client.send('DELETE', `/${id}`, client.faulty.root);
    await remove();
    return remove;
  }),
  scenario('delete-user', 'by themselves, with the current password', async (client) => {
    const { id, email } = await client.administrator();
    const { headers } = await client.signIn('plain', email);
    const json = { current_password: PASSWORD };
    return () => client.send('DELETE', `/${id}`, { headers, json });
  }),
];
