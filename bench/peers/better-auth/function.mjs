/**
 * Better Auth as a function, as small as it gets: it answers that nobody is signed in, and has no database. Its handler takes
 * an event of API Gateway.
 */
import { betterAuth } from 'better-auth/minimal';

const auth = betterAuth({
  secret: 'secret-of-the-bench-with-32-characters',
  baseURL: 'https://api.example.com',
  telemetry: { enabled: false },
  emailAndPassword: { enabled: true },
});

export async function handler({ headers }) {
  const request = new Request('https://api.example.com/api/auth/get-session', { headers });
  const response = await auth.handler(request);
  return { statusCode: response.status, body: await response.text() };
}
