import type { Credentials } from './environment.ts';
import type { TlsOptions } from './gateway/listener.ts';
import type { ServiceEndpoints } from './lambda/definition.ts';
import type { StartEnvironment } from './lambda/execution-environment.ts';
import type { Reporter } from './reporter.ts';

export interface LocalStackOptions {
  /** Folder for what survives a restart. */
  readonly data: string;
  /** 0 picks a free one. @default 3000 */
  readonly port?: number;
  /** Serve HTTPS as well, at the same port, which `https://localhost` needs a certificate for. @default - HTTP */
  readonly tls?: TlsOptions;
  /** The folder with `cdk.json`. @default the working directory */
  readonly project?: string;
  /** A file to synthesise in place of the `app` command of `cdk.json`. */
  readonly app?: string;
  /** Run the `build` command of `cdk.json` before the app. @default true */
  readonly build?: boolean;
  /** Run the app even if nothing has changed that its last assembly in `data` can have been made from. @default false */
  readonly alwaysSynthesize?: boolean;
  /** An existing cloud assembly, in place of building and synthesising one. */
  readonly assembly?: string;
  /** Which stack, if the app has several. */
  readonly stackName?: string;
  /** Start without the data of earlier runs. @default false */
  readonly fresh?: boolean;
  /** A DynamoDB engine that already runs. @default - dynoxide is started */
  readonly dynamodbEndpoint?: string;
  /** What the functions get in place of the real endpoints, for example a test's proxies. */
  readonly endpoints?: Partial<ServiceEndpoints>;
  /**
   * Credentials for a function, by its logical id, so that a proxy can tell the callers apart, as
   * each function has its own role in AWS. The engine must ignore them, as DynamoDB Local does with
   * `-sharedDb`.
   *
   * @default - the same for all
   */
  readonly credentialsOf?: (logicalId: string) => Credentials;
  /**
   * Values for variables that functions have, in place of the template's, for example a cheaper
   * hash in a test. A function without the variable doesn't get it.
   *
   * @default - as the template has them
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** Starts what runs a function, such as AWS's own runtime in a test. @default - a thread */
  readonly startEnvironment?: StartEnvironment;
  /** Most threads for one function. @default 8 */
  readonly maxWorkersPerFunction?: number;
  /**
   * Milliseconds that a request waits for a thread of its function that is warm, before a second one is started, and twice as
   * long for each further one. With 0 it waits for none, as in Lambda. @default 50
   */
  readonly workerPatience?: number;
  /** @default - nothing is said */
  readonly reporter?: Reporter;
  /** Gives up a start under way. */
  readonly signal?: AbortSignal;
}
