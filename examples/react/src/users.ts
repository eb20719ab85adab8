import { cookie, createUsersClient } from 'cdk-users-api/client';

/** By the cookie of the stack in `examples/react-stack.ts`. */
export const users = createUsersClient({ url: '/users', backend: cookie({ name: 'web' }) });
