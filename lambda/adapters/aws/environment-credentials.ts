/**
 * What bundles have in place of the SDK's chain of providers, which brings clients of SSO and STS and readers of files: Lambda
 * hands the credentials of a function's role over in variables of its environment.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
import { SetupError } from '../../users/errors.ts';

/** Variables as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** As the SDK's clients take them. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** By the name of the SDK's own, whose place it takes. */
export const defaultProvider = () => async () => credentialsIn(process.env);

/** @throws SetupError where they are missing */
export function credentialsIn(environment: Environment): Credentials {
  const read = (name: string) => {
    const value = environment[name];
    if (value) return value;
    throw new SetupError(
      `no credentials of AWS: the environment has no ${name}, which Lambda sets; functions look nowhere else`,
    );
  };
  const { AWS_SESSION_TOKEN: sessionToken } = environment;
  return {
    accessKeyId: read('AWS_ACCESS_KEY_ID'),
    secretAccessKey: read('AWS_SECRET_ACCESS_KEY'),
    // Only credentials of a role have one: an emulator may give others.
    ...(sessionToken && { sessionToken }),
  };
}
