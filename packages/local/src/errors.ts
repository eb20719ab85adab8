export type LocalErrorCode =
  /** The `build` command of `cdk.json` failed. */
  | 'BUILD_FAILED'
  /** An option names a file or a stack that is not there. */
  | 'INVALID_OPTION'
  /** The CDK app did not synthesise. */
  | 'SYNTH_FAILED'
  /** The assembly or its template is not what this runtime can read. */
  | 'INVALID_TEMPLATE'
  /** The stack needs something that this runtime does not do. */
  | 'UNSUPPORTED'
  /** Another program listens on the port. */
  | 'PORT_TAKEN'
  /** Another stack runs on the data directory. */
  | 'DATA_IN_USE'
  /** The data directory has the project or files in it that no stack has put there. */
  | 'DATA_FOREIGN'
  /** The data directory, or something in it, can't be written. */
  | 'DATA_NOT_WRITABLE'
  /** No DynamoDB engine for this platform is installed. */
  | 'ENGINE_MISSING'
  /** The DynamoDB engine does not start or does not answer. */
  | 'ENGINE_FAILED'
  /** A table in the data directory has another schema than the template's. */
  | 'TABLE_DIFFERS';

/** Something that users can correct; its message is the one line that they see. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
  readonly code: LocalErrorCode;
  /** What another program said about it, if anything: shown above the message. */
  readonly details: string | undefined;

  constructor(code: LocalErrorCode, message: string, details?: string) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
